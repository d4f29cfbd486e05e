// Carries the undoing of a merge to its end; whoever finds it on its way goes on with it, from any of its steps, any number at once.
import { present } from '../account/present';
import { record } from '../audit/record';
import { unmergeAuditKey } from '../ids';
import type { UnionKey, UserId } from '../ids';
import type { Identity, UserRecord } from '../ports';
import type { MergeWorld } from './carry-out';
import type { Merge } from './ports';

/** Both users are held; `left` is she who was merged. */
interface Pair { holder: UserId; left: UserRecord }

/** Whom it holds beside the two of the merge, or null. Where another merge has her, nothing happens: that one is to be helped first. */
export async function carryOutUndo(world: MergeWorld, merge: Merge): Promise<UserId | null> {
  const holder = (await present(world, merge.winner))?.user;
  if (holder?.status !== 'active') {
    await giveUp(world, merge);
    return null;
  }
  if (!(await world.users.lock(holder.id, merge.id))) return null;
  const left = await part(world, merge, holder.id);
  if (left !== null) await giveAllBack(world, merge, { holder: holder.id, left });
  return holder.id;
}

/** Banned or closing since it was asked for; once the two are parted there is no way back. */
async function giveUp(world: MergeWorld, { id, loser }: Merge): Promise<void> {
  if ((await world.users.findWithIdentities(loser))?.user.mergedBy === id) await world.journal.advance(id, 'undoing', 'settled', world.clock.now());
}

/** She is herself again before anything else is: who signs in as her meanwhile finds her held, and goes on with this. Null: another had brought it to its end. */
async function part(world: MergeWorld, { id, loser }: Merge, holder: UserId): Promise<UserRecord | null> {
  await world.users.unalias(loser, id, holder);
  const left = (await world.users.findWithIdentities(loser))?.user ?? null;
  return left?.status === 'active' && left.merging === id ? left : null;
}

async function giveAllBack(world: MergeWorld, merge: Merge, { holder, left }: Pair): Promise<void> {
  const { id, aliases } = left;
  await world.users.moveAliasesBack(aliases, holder, id);
  for (const owned of [world.unions, world.identities, world.belongings]) await owned.giveBack(id, aliases);
  await agreeOnUnions(world, holder, id);
  await agreeOnUnions(world, id, holder);
  await world.users.disown(id, aliases, left.consents);
  await record(world, [unmergeEntry(world, merge, id)]);
  await world.journal.advance(merge.id, 'undoing', 'undone', world.clock.now());
}

/** A union that was told after the merge goes with the identities in it; where both have some, the one who has the guard keeps them, the other's identity is unbound. */
async function agreeOnUnions(world: MergeWorld, id: UserId, other: UserId): Promise<void> {
  const [own, others] = await Promise.all([livingOf(world, id), livingOf(world, other)]);
  const isShared = (union: UnionKey) => others.some((each) => each.union === union);
  for (const { key, union } of own) {
    if (union === null || (await world.unions.owner(union)) !== other) continue;
    if (isShared(union)) await world.identities.unbind(key, union);
    else await world.unions.move(union, other, id);
  }
}

async function livingOf(world: MergeWorld, id: UserId): Promise<Identity[]> {
  return ((await world.users.findWithIdentities(id))?.identities ?? []).filter(({ status }) => status !== 'erased');
}

function unmergeEntry({ indexKey }: MergeWorld, { id, evidence, undo }: Merge, userId: UserId) {
  const personal = { userId, identity: evidence.identity, appId: evidence.appId, sid: null, device: null, ipPrefix: null, by: undo?.by ?? null };
  return { id: unmergeAuditKey(indexKey, id), at: undo?.at ?? 0, kind: 'unmerge' as const, personal };
}
