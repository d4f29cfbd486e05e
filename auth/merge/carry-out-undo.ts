// Carries the undoing of a merge to its end; whoever finds it on its way goes on with it, from any of its steps, any number at once.
import { present } from '../account/present';
import { record } from '../audit/record';
import { undoHold, unmergeAuditKey } from '../ids';
import type { UserId } from '../ids';
import type { UserRecord } from '../ports';
import { agreeOnUnions } from './agree-on-unions';
import type { MergeWorld } from './carry-out';
import type { Merge } from './ports';

/** Whom it holds beside the two of the merge, or null. Where another merge has her, nothing happens: that one is to be helped first. */
export async function carryOutUndo(world: MergeWorld, merge: Merge): Promise<UserId | null> {
  const holder = (await present(world, merge.winner))?.user;
  // Erased since it was asked for, there is nobody to part.
  if (holder === undefined || holder.status === 'erased') await world.journal.advance(merge.id, 'undoing', 'settled', world.clock.now());
  // Banned or closing, she cannot be taken: it goes on when she is active again. Once she is held there is no way back.
  if (holder === undefined || !(await world.users.lock(holder.id, undoHold(merge.id)))) return null;
  const left = await part(world, merge, holder.id);
  if (left !== null) await giveAllBack(world, merge, holder.id, left);
  return holder.id;
}

/** She is herself again before anything else is: who signs in as her meanwhile finds her held, and goes on with this. Null: she was moved on at this moment, or another had brought it to its end. */
async function part(world: MergeWorld, merge: Merge, holder: UserId): Promise<UserRecord | null> {
  await world.users.unalias(merge.loser, merge.id, holder);
  return isStillHeld(world, merge);
}

/** Whatever happened to her since, a ban or a closing: she is held until all is back. */
async function isStillHeld(world: MergeWorld, { id, loser }: Merge): Promise<UserRecord | null> {
  const left = (await world.users.findWithIdentities(loser))?.user ?? null;
  return left?.merging === undoHold(id) ? left : null;
}

async function giveAllBack(world: MergeWorld, merge: Merge, holder: UserId, { id, aliases, consents }: UserRecord): Promise<void> {
  await world.users.moveAliasesBack(aliases, holder, id);
  for (const owned of [world.unions, world.identities, world.belongings]) await owned.giveBack(id, aliases);
  await agreeOnUnions(world, { stayed: holder, left: id, since: merge.at });
  // A helper who wakes late must not take from whom she was merged into since.
  if ((await isStillHeld(world, merge)) === null) return;
  await world.users.disown(id, aliases, consents);
  await record(world, [unmergeEntry(world, merge, id)]);
  await world.journal.advance(merge.id, 'undoing', 'undone', world.clock.now());
}

function unmergeEntry({ indexKey }: MergeWorld, { id, evidence, undo }: Merge, userId: UserId) {
  const personal = { userId, identity: evidence.identity, appId: evidence.appId, sid: null, device: null, ipPrefix: null, by: undo?.by ?? null };
  return { id: unmergeAuditKey(indexKey, id), at: undo?.at ?? 0, kind: 'unmerge' as const, personal };
}
