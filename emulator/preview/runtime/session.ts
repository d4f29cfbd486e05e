// Who holds this phone and which mini program runs on it, from the page's address and the local world's lists.

export interface Session {
  person: string;
  device: string;
  appid: string;
  /** As WeChat's own sheets name it. */
  appName: string;
}

/** The address names nobody, or somebody the local world does not know. */
export class NoSuchPhone extends Error {
  constructor(readonly what: 'person' | 'app', readonly asked: string, readonly known: string[]) {
    super(`${what} "${asked}" is unknown`);
  }
}

interface AppListed { appid: string; kind: string; name?: string }

async function list<T>(path: string, key: string): Promise<T[]> {
  const response = await fetch(path);
  const body = await response.json() as Record<string, T[]>;
  return body[key] ?? [];
}

function appOf(apps: AppListed[], asked: string | null): Pick<Session, 'appid' | 'appName'> {
  const miniPrograms = apps.filter((app) => app.kind === 'mini-program').map((app) => app.appid);
  const chosen = asked ?? miniPrograms[0] ?? '';
  if (!miniPrograms.includes(chosen)) throw new NoSuchPhone('app', chosen, miniPrograms);
  return { appid: chosen, appName: apps.find(({ appid }) => appid === chosen)?.name || '小程序' };
}

/** @throws NoSuchPhone */
export async function readSession(address: URL): Promise<Session> {
  const person = address.searchParams.get('person') ?? '';
  const [people, apps] = await Promise.all([list<{ name: string }>('/emulator/people', 'people'), list<AppListed>('/emulator/apps', 'apps')]);
  const names = people.map(({ name }) => name);
  if (!names.includes(person)) throw new NoSuchPhone('person', person, names);
  return { person, device: address.searchParams.get('device') ?? 'phone-1', ...appOf(apps, address.searchParams.get('app')) };
}
