// Finds users for an operator: by id, openid, unionid or phone number.
import type { UserSearch } from '../../contract/operator';
import { indexKeyFingerprint, openId, parseUserId, phoneKey, unionId } from '../ids';
import type { OpenId, UnionId, UserId } from '../ids';
import type { UnionKey } from '../ids';
import type { Journal, Merge } from '../merge/ports';
import type { Identities, Identity, Unions, UserRecord, Users } from '../ports';

export interface FindWorld { identities: Identities; users: Users; unions: Unions; journal: Journal; indexKey: Buffer }

export type Search = { id: UserId } | { openId: OpenId } | { unionId: UnionId } | { phone: string };
/** `guards`: the unions that are hers. `merges`: newest first. */
export interface Found { user: UserRecord; identities: Identity[]; guards: UnionKey[]; merges: Merge[]; isOfThisIndexKey: boolean }

const MOST = 20;

/** Calls: 1, unless by id, and 3 for each user found. */
export async function find(world: FindWorld, search: Search): Promise<Found[]> {
  const ids = await idsOf(world, search);
  const found = await Promise.all([...new Set(ids)].map((id) => findOne(world, id)));
  const fingerprint = indexKeyFingerprint(world.indexKey);
  return found.filter((each) => each !== null).map((each) => ({ ...each, isOfThisIndexKey: each.user.indexKey === fingerprint }));
}

async function findOne(world: FindWorld, id: UserId): Promise<Omit<Found, 'isOfThisIndexKey'> | null> {
  const [found, guards, merges] = await Promise.all([world.users.findWithIdentities(id), world.unions.of(id), world.journal.of([id], MOST)]);
  return found === null ? null : { ...found, guards, merges: merges.sort((a, b) => b.at - a.at) };
}

async function idsOf(world: FindWorld, search: Search): Promise<UserId[]> {
  if ('id' in search) return [search.id];
  if ('phone' in search) return (await world.users.search(phoneKey(world.indexKey, search.phone), MOST)).map(({ id }) => id);
  return (await world.identities.search(search, MOST)).map(({ userId }) => userId);
}

/** What an operator typed. An id that is none finds nobody. */
export function readSearch(by: UserSearch): Search {
  if ('id' in by) return { id: readUser(by.id) };
  if ('openId' in by) return { openId: must(openId(by.openId)) };
  return 'unionId' in by ? { unionId: must(unionId(by.unionId)) } : { phone: by.phone };
}

export function readUser(id: string): UserId {
  return must(parseUserId(id) ?? parseUserId('-'.repeat(22)));
}

/** The door's schema let only such text through. */
function must<T>(id: T | null): T {
  if (id === null) throw new TypeError('An id of another alphabet came through the schema.');
  return id;
}
