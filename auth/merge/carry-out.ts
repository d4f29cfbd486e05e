// Carries a merge to its end; whoever finds one on its way goes on with it, from any of its steps, any number at once.
import { record } from '../audit/record';
import type { Belongings } from '../account/ports';
import { carryOut } from '../account/state';
import type { StateWorld } from '../account/state';
import { mergeAuditKey } from '../ids';
import type { MergeId, UserId } from '../ids';
import type { Clock, Gift, Seal, Unions, UserRecord } from '../ports';
import { phoneBinding } from '../profile/phone-number';
import { KEEP } from '../session/limits';
import type { Journal, Merge } from './ports';

export interface MergeWorld extends StateWorld { clock: Clock; unions: Unions; journal: Journal; belongings: Belongings; phoneSeal: Seal }

/** Cut at any call it is found by the next touch of either user, or by housekeeping, and goes on (REL-07). */
export async function carryOutMerge(world: MergeWorld, id: MergeId): Promise<void> {
  const merge = await world.journal.find(id);
  if (merge === null) return;
  if (merge.state === 'open' && !(await begin(world, merge))) return;
  const running = merge.state === 'open' ? await world.journal.find(id) : merge;
  if (running?.state === 'running' && !(await move(world, running))) return;
  await letGo(world, merge);
}

/** Both users are taken, in one order for all, or neither; from then on there is no way back but for a loser whose state changed at this moment. */
async function begin(world: MergeWorld, merge: Merge): Promise<boolean> {
  const [first, second] = [merge.winner, merge.loser].sort() as [UserId, UserId];
  const isBoth = (await world.users.lock(first, merge.id)) && (await world.users.lock(second, merge.id));
  if (isBoth && (await world.journal.advance(merge.id, 'open', 'running', world.clock.now()))) return true;
  // First the journal: from then on nobody can begin it.
  await world.journal.advance(merge.id, 'open', 'void', world.clock.now());
  if ((await world.journal.find(merge.id))?.state === 'running') return true;
  await world.users.unlock(merge.loser, merge.id);
  await world.users.unlock(merge.winner, merge.id);
  return false;
}

/** False where it was given up. */
async function move(world: MergeWorld, merge: Merge): Promise<boolean> {
  const { id, winner, loser } = merge;
  if (!(await world.users.alias(loser, id, winner)) && !(await isAlias(world, merge))) return false;
  const left = (await world.users.findWithIdentities(loser))?.user;
  if (left === undefined) throw new TypeError('The user of a merge is gone.');
  await world.users.adopt(winner, id, giftOf(world, left, winner), KEEP);
  await world.users.moveAliases(loser, winner);
  await world.unions.moveAll(loser, winner);
  await world.identities.moveAll(loser, winner);
  await world.belongings.move(loser, winner);
  await record(world, [mergeEntry(world, merge)]);
  await world.journal.advance(id, 'running', 'done', world.clock.now());
  return true;
}

/** False: she is banned or closing since she was taken, stays who she is, and nothing was moved. Let go, she cannot become an alias for this merge any more, so it is asked once more then. */
async function isAlias(world: MergeWorld, { id, winner, loser }: Merge): Promise<boolean> {
  const isNow = async () => (await world.users.findWithIdentities(loser))?.user.mergedInto === winner;
  if (await isNow()) return true;
  await world.users.unlock(loser, id);
  if (await isNow()) return true;
  await world.journal.advance(id, 'running', 'void', world.clock.now());
  await world.users.unlock(winner, id);
  return false;
}

/** After the journal says done: who is free may take part in the next one. The winner's own state reaches what she was given. */
async function letGo(world: MergeWorld, { id, winner, loser }: Merge): Promise<void> {
  await world.users.unlock(loser, id);
  await world.users.unlock(winner, id);
  await carryOut(world, winner);
}

function giftOf(world: MergeWorld, { id, nickname, avatarUrl, avatarFile, phone, consents, aliases }: UserRecord, winner: UserId): Gift {
  const number = phone === null ? null : world.phoneSeal.open(phone.sealed, phoneBinding(id));
  return {
    nickname, avatar: avatarUrl === null ? null : { url: avatarUrl, file: avatarFile }, consents, aliases: [id, ...aliases],
    // Sealed for one user it opens for no other.
    phone: phone === null || number === null ? null : { ...phone, sealed: world.phoneSeal.close(number, phoneBinding(winner)) },
  };
}

function mergeEntry({ indexKey }: MergeWorld, { id, winner, evidence, at }: Merge) {
  const personal = { userId: winner, identity: evidence.identity, appId: evidence.appId, sid: null, device: null, ipPrefix: null, by: null };
  return { id: mergeAuditKey(indexKey, id), at, kind: 'merge' as const, personal };
}
