// The people who use the local WeChat.
import type { PersonRecord, Shelf } from '../ports';
import type { Apps } from './apps';
import { localAvatarPath } from './avatars';
import { openidOf, unionidOf } from './identifiers';
import { AVATAR_URL_RULE, isAvatarUrl, isNickname, NICKNAME_RULE } from './portrait';
import { SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}person/`;
type OwnFields = Omit<PersonRecord, 'openids' | 'unionids'>;
/** `avatarUrl` null: the local picture, whose port is only known when it is read. */
type StoredPerson = Omit<OwnFields, 'avatarUrl'> & { avatarUrl: string | null; order: number };

export type PersonChange = { name: string } & Partial<OwnFields>;
export interface People {
  /** In the order they joined. */
  list(): PersonRecord[];
  find(name: string): PersonRecord | null;
  /** Adds or changes: what is left out of a known one stays. @throws TypeError on a name, nickname or avatarUrl that is none */
  put(change: PersonChange): PersonRecord;
}

function newPerson(name: string): Omit<StoredPerson, 'order'> {
  return { name, nickname: name, avatarUrl: null, phone: null, unionid: true, blocked: false, snapshot: false };
}

export function openPeople(shelf: Shelf, apps: Apps, avatarOrigin: () => string): People {
  function stored(): StoredPerson[] {
    return shelf.entries(PREFIX).map(({ value }) => value as StoredPerson).sort((one, other) => one.order - other.order);
  }

  function toRecord({ order: _, ...person }: StoredPerson): PersonRecord {
    const registered = apps.list();
    const platforms = registered.flatMap((app) => (app.openPlatform === null || !person.unionid ? [] : [app.openPlatform]));
    return {
      ...person,
      avatarUrl: person.avatarUrl ?? avatarOrigin() + localAvatarPath(person.name),
      openids: Object.fromEntries(registered.map((app) => [app.appid, openidOf(person.name, app.appid)])),
      unionids: Object.fromEntries(platforms.map((platform) => [platform, unionidOf(person.name, platform)])),
    };
  }

  function put(change: PersonChange): PersonRecord {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(change.name)) throw new TypeError(`name ${JSON.stringify(change.name)} does not match [a-z][a-z0-9-]{0,30}`);
    if (change.nickname !== undefined && !isNickname(change.nickname)) throw new TypeError(NICKNAME_RULE);
    if (change.avatarUrl !== undefined && !isAvatarUrl(change.avatarUrl)) throw new TypeError(AVATAR_URL_RULE);
    const known = shelf.get(PREFIX + change.name) as StoredPerson | undefined;
    const order = known?.order ?? (stored().at(-1)?.order ?? 0) + 1;
    const person: StoredPerson = { ...(known ?? newPerson(change.name)), ...change, order };
    shelf.put(PREFIX + person.name, person);
    return toRecord(person);
  }

  return {
    list: () => stored().map(toRecord),
    find(name) {
      const known = shelf.get(PREFIX + name) as StoredPerson | undefined;
      return known ? toRecord(known) : null;
    },
    put,
  };
}
