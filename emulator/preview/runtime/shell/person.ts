// What WeChat knows of the person who holds the phone.

export interface Holder { nickname: string; avatarUrl: string; phone: string | null }

interface Listed extends Partial<Holder> { name: string }

async function listed(): Promise<Listed[]> {
  const { people } = await (await fetch('/emulator/people')).json() as { people: Listed[] };
  return people;
}

/** Everybody else of the local world; nobody when it cannot be asked. */
export async function othersThan(person: string): Promise<{ name: string; nickname: string }[]> {
  try {
    return (await listed()).filter(({ name }) => name !== person).map(({ name, nickname }) => ({ name, nickname: nickname ?? '' }));
  } catch {
    return [];
  }
}

/** As it is now: the workbench may have changed it. Null when the local world cannot be asked. */
export async function holderOf(person: string): Promise<Holder | null> {
  try {
    const found = (await listed()).find(({ name }) => name === person);
    return found ? { nickname: found.nickname ?? '', avatarUrl: found.avatarUrl ?? '', phone: found.phone ?? null } : null;
  } catch {
    return null;
  }
}
