// Judges a row against what stands: whose it is, what is missing, or why nothing of it may be written. It writes nothing.
import type { ImportConflict } from '../../contract/operator';
import { newUserId } from '../ids';
import type { UserId } from '../ids';
import type { Identities, Identity, Known, Union, Unions, UserRecord, Users } from '../ports';
import { shown } from './outcome';
import type { Claim, Person } from './read-row';

export interface JudgeWorld { identities: Identities; users: Users; unions: Unions; indexKey: Buffer }

/** `standing`: the user whose row it is, null where she is still to be written under `userId`. */
export interface Plan { did: 'created' | 'linked' | 'already-there'; userId: UserId; standing: UserRecord | null; missing: Claim[]; free: Union[] }
export type Verdict = Plan | { did: 'skipped'; why: 'erased'; what: string } | { did: 'conflict'; why: ImportConflict; what: string };

/** What stands of one claim. */
interface Found { claim: Claim; known: Known | null; sibling: Known | null }
interface Owner { user: UserId; why: ImportConflict; what: string; isHeld: boolean }
interface Standing { user: UserRecord; identities: Identity[] }
interface Guard { union: Union; owner: UserId | null }

/** Calls: one for each identity and each unionid, and one; one more for each user among whom they seem to be shared. */
export async function judge(world: JudgeWorld, person: Person): Promise<Verdict> {
  const [found, guards] = await Promise.all([
    Promise.all(person.claims.map(async (claim): Promise<Found> => ({ claim, ...(await world.identities.lookUp(claim.key, claim.union?.key ?? null)) }))),
    Promise.all(person.unions.map(async (union): Promise<Guard> => ({ union, owner: await world.unions.owner(union.key) }))),
  ]);
  const [first] = person.claims;
  const erased = found.find(isErased);
  if (erased !== undefined) return { did: 'skipped', why: 'erased', what: shown(erased.claim.openId) };
  const changed = found.find(isOfAnotherUnion);
  if (changed !== undefined) return { did: 'conflict', why: 'unionid-changed', what: shown(changed.claim.openId) };
  const owners = await onePerUser(world, ownersOf(found, guards));
  const [owner, other] = owners;
  // While they become one, or two again, whose it is now says nothing of whose it will be.
  if (other !== undefined) return { did: 'conflict', why: owners.some(({ isHeld }) => isHeld) ? 'merging' : other.why, what: shown(other.what) };
  const userId = owner?.user ?? newUserId(world.indexKey, person.unions[0]?.key ?? first.key, 0);
  const standing = await present(world, userId);
  return judgeUser(person, standing?.user.id ?? userId, standing, found, guards);
}

/** The user of an id, or the one that she was merged into. */
async function present(world: JudgeWorld, id: UserId): Promise<Standing | null> {
  const standing = await world.users.findWithIdentities(id);
  return standing === null || standing.user.mergedInto === null ? standing : world.users.findWithIdentities(standing.user.mergedInto);
}

/** Who was erased comes back by signing in, never by an old file. */
function isErased({ known, sibling }: Found): boolean {
  return [known, sibling].some((each) => each !== null && (each.identity.status === 'erased' || each.user?.status === 'erased'));
}

function isOfAnotherUnion({ claim, known }: Found): boolean {
  return claim.union !== null && known !== null && known.identity.union !== null && known.identity.union !== claim.union.key;
}

/** Whose each identity and each unionid is. */
function ownersOf(found: Found[], guards: Guard[]): Owner[] {
  return [
    ...found.flatMap(({ claim, known }) => (known === null ? [] : [{ user: known.identity.userId, why: 'identity-of-another-user' as const, what: claim.openId, isHeld: false }])),
    ...guards.flatMap(({ union, owner }) => (owner === null ? [] : [{ user: owner, why: 'unionid-of-another-user' as const, what: union.id, isHeld: false }])),
    ...found.flatMap(({ claim, sibling }) => (sibling === null ? [] : [{ user: sibling.identity.userId, why: 'unionid-of-another-user' as const, what: claim.union?.id ?? claim.openId, isHeld: false }])),
  ];
}

/** The first of each user. While two are merged, what was the one's is the other's already, or not yet. */
async function onePerUser(world: JudgeWorld, owners: Owner[]): Promise<Owner[]> {
  if (owners.every(({ user }) => user === owners[0]?.user)) return owners.slice(0, 1);
  const resolved = await Promise.all(owners.map(async (owner): Promise<Owner> => {
    const user = (await present(world, owner.user))?.user;
    return { ...owner, user: user?.id ?? owner.user, isHeld: user !== undefined && user.merging !== null };
  }));
  return resolved.filter(({ user }, index) => resolved.findIndex((each) => each.user === user) === index);
}

function judgeUser(person: Person, userId: UserId, stands: Standing | null, found: Found[], guards: Guard[]): Verdict {
  const standing = stands?.user ?? null;
  const what = shown(person.claims[0].openId);
  if (standing?.status === 'erased') return { did: 'skipped', why: 'erased', what };
  if (person.isBanned && standing !== null && standing.status !== 'banned') return { did: 'conflict', why: 'banned-there-not-here', what };
  const missing = found.flatMap(({ claim, known }) => (known === null ? [claim] : []));
  const hers = [...(stands?.identities ?? []), ...person.claims.map(({ key, appId, union }) => ({ key, appId, union: union?.key ?? null }))];
  const twin = missing.find((claim) => hers.some((each) => isOfAnotherPerson(claim, each)));
  if (twin !== undefined) return { did: 'conflict', why: 'unionid-of-another-user', what: shown(twin.union?.id ?? twin.openId) };
  // An identity that stands without its unionid is bound by her next sign-in: only WeChat's own word changes what stands.
  const carried = new Set(found.map(({ claim, known }) => (known === null ? claim.union?.key : known.identity.union)));
  const free = guards.flatMap(({ union, owner }) => (owner === null && carried.has(union.key) ? [union] : []));
  // What joins the one who is on her way out would be left behind.
  if (standing !== null && standing.merging !== null && missing.length + free.length > 0) return { did: 'conflict', why: 'merging', what };
  const did = standing === null ? 'created' : missing.length > 0 ? 'linked' : 'already-there';
  return { did, userId, standing, missing, free };
}

/** Of one unionid there is one openid in each app. */
function isOfAnotherPerson({ key, appId, union }: Claim, each: Pick<Identity, 'key' | 'appId' | 'union'>): boolean {
  return union !== null && each.union === union.key && each.appId === appId && each.key !== key;
}
