// Who holds this phone and which mini program runs on it, from the page's address and the local world's lists.

export interface Session {
  person: string;
  device: string;
  appid: string;
  /** As WeChat's own sheets name it. */
  appName: string;
  /** As wx.getAppBaseInfo tells it. */
  language: string;
}

/** The address names nobody, or somebody the local world does not know. */
export class NoSuchPhone extends Error {
  constructor(readonly what: 'person' | 'app', readonly asked: string, readonly known: string[]) {
    super(`${what} "${asked}" is unknown`);
  }
}

const LANGUAGES = ['zh_CN', 'zh_TW', 'en'];

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

function browserLanguage(): string {
  return /^zh\b/i.test(navigator.language) ? (/TW|HK|Hant/i.test(navigator.language) ? 'zh_TW' : 'zh_CN') : 'en';
}

/** `?language=en` or zh_CN is WeChat's language on this phone; the browser's unless the address says. */
function languageOf(asked: string | null): string {
  if (asked !== null && !LANGUAGES.includes(asked)) throw new Error(`?language=${asked}: known are ${LANGUAGES.join(' ')}`);
  return asked ?? browserLanguage();
}

/** @throws NoSuchPhone, Error for an unknown language */
export async function readSession(address: URL): Promise<Session> {
  const person = address.searchParams.get('person') ?? '';
  const language = languageOf(address.searchParams.get('language'));
  const [people, apps] = await Promise.all([list<{ name: string }>('/emulator/people', 'people'), list<AppListed>('/emulator/apps', 'apps')]);
  const names = people.map(({ name }) => name);
  if (!names.includes(person)) throw new NoSuchPhone('person', person, names);
  return { person, device: address.searchParams.get('device') ?? 'phone-1', language, ...appOf(apps, address.searchParams.get('app')) };
}
