// What WeChat knows of the person who holds the phone.

export interface Holder { nickname: string; avatarUrl: string; phone: string | null }

interface Listed extends Partial<Holder> { name: string }

/** As it is now: the workbench may have changed it. Null when the local world cannot be asked. */
export async function holderOf(person: string): Promise<Holder | null> {
  try {
    const { people } = await (await fetch('/emulator/people')).json() as { people: Listed[] };
    const found = people.find(({ name }) => name === person);
    return found ? { nickname: found.nickname ?? '', avatarUrl: found.avatarUrl ?? '', phone: found.phone ?? null } : null;
  } catch {
    return null;
  }
}
