// Two users who were one: whose each unionid is, and which of the two the ways in belong to that came meanwhile.
import type { Ms } from '../../contract/reply';
import type { UnionKey, UserId } from '../ids';
import type { Identity } from '../ports';
import type { MergeWorld } from './carry-out';

export interface Parted { stayed: UserId; left: UserId; /** When they became one. */ since: Ms }
type OwnedWorld = Pick<MergeWorld, 'users' | 'identities' | 'unions'>;

/**
 * A unionid is whose identities of before the merge are in it; where both have some, or neither, the one who has its guard. A way in that was
 * opened through it meanwhile is hers as well, since it is the same person of WeChat's; one of the other's from before is taken out of it.
 * Repeated, it changes nothing.
 */
export async function agreeOnUnions(world: OwnedWorld, parted: Parted): Promise<void> {
  const [stayed, left] = await Promise.all([livingOf(world, parted.stayed), livingOf(world, parted.left)]);
  const unions = new Set([...stayed, ...left].flatMap(({ union }) => union ?? []));
  for (const union of unions) await agree(world, parted, union, { stayed: stayed.filter((each) => each.union === union), left: left.filter((each) => each.union === union) });
}

async function agree(world: OwnedWorld, { stayed, left, since }: Parted, union: UnionKey, inIt: { stayed: Identity[]; left: Identity[] }): Promise<void> {
  const owner = await world.unions.owner(union);
  if (owner !== null && owner !== stayed && owner !== left) return;
  const isOpenedSince = ({ mergedFrom, linkedAt }: Identity) => mergedFrom === null && linkedAt >= since;
  const before = inIt.stayed.filter((each) => !isOpenedSince(each));
  const isPlain = (before.length === 0) !== (inIt.left.length === 0);
  const isHers = isPlain ? before.length === 0 : owner === left;
  const whose = isHers ? left : stayed;
  if (owner !== null && owner !== whose) await world.unions.move(union, owner, whose);
  if (!isHers) {
    for (const { key } of inIt.left) await world.identities.unbind(key, union);
    return;
  }
  for (const each of inIt.stayed) {
    if (isOpenedSince(each)) await world.identities.move(each.key, stayed, left);
    else await world.identities.unbind(each.key, union);
  }
}

async function livingOf({ users }: OwnedWorld, id: UserId): Promise<Identity[]> {
  return ((await users.findWithIdentities(id))?.identities ?? []).filter(({ status }) => status !== 'erased');
}
