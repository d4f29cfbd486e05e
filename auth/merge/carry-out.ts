// Carries a merge to its end; whoever finds one on its way goes on with it, from any of its steps, any number at once.
import { record } from '../audit/record';
import type { Belongings } from '../account/ports';
import type { StateWorld } from '../account/state';
import { mergeAuditKey } from '../ids';
import type { UserId } from '../ids';
import type { Clock, Unions, UserRecord } from '../ports';
import { phoneBinding } from '../profile/phone-number';
import type { Gift, Journal, Merge, MergeHook } from './ports';
import type { Seal } from '../keys';

export interface MergeWorld extends StateWorld { clock: Clock; unions: Unions; journal: Journal; belongings: Belongings; phoneSeal: Seal; mergeHook: MergeHook | null }

/** False where it did not begin or was given up, and whom it held is let go. */
export async function carryOutMerge(world: MergeWorld, merge: Merge): Promise<boolean> {
  if (merge.state === 'open' && !(await begin(world, merge))) return false;
  const running = merge.state === 'open' ? await world.journal.find(merge.id) : merge;
  return running?.state !== 'running' || move(world, running);
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
  await world.users.adopt(winner, id, giftOf(world, left, winner));
  await world.users.moveAliases(loser, winner);
  await moveOwned(world, loser, winner);
  await record(world, [mergeEntry(world, merge)]);
  await world.journal.advance(id, 'running', 'done', world.clock.now());
  return true;
}

/** Unions before identities: a guard is never left with somebody who has no identity in it. */
export async function moveOwned({ unions, identities, belongings }: Pick<MergeWorld, 'unions' | 'identities' | 'belongings'>, from: UserId, to: UserId): Promise<void> {
  for (const owned of [unions, identities]) await owned.moveAll(from, to);
  await belongings.move(from, to);
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

function giftOf(world: MergeWorld, { id, nickname, avatarUrl, avatarFile, phone, consents, aliases, adopted }: UserRecord, winner: UserId): Gift {
  const number = phone === null ? null : world.phoneSeal.open(phone.sealed, phoneBinding(id));
  return {
    nickname: nickname === null ? null : { text: nickname, from: adopted.nickname ?? id },
    avatar: avatarUrl === null ? null : { url: avatarUrl, file: avatarFile, from: adopted.avatar ?? id }, consents, aliases: [id, ...aliases],
    // Sealed for one user it opens for no other.
    phone: phone === null || number === null ? null : { record: { ...phone, sealed: world.phoneSeal.close(number, phoneBinding(winner)) }, from: adopted.phone ?? id },
  };
}

function mergeEntry({ indexKey }: MergeWorld, { id, winner, evidence, at }: Merge) {
  const personal = { userId: winner, identity: evidence.identity, appId: evidence.appId, sid: null, device: null, ipPrefix: null, by: null };
  return { id: mergeAuditKey(indexKey, id), at, kind: 'merge' as const, personal };
}
