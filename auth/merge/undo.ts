// Takes a merge back: the user who was merged is herself again, with all that was hers; what came since stays where it is.
import type { Ms } from '../../contract/reply';
import type { MergeId, UserId } from '../ids';
import { parseMergeId } from '../ids';
import type { Pause } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { MergeWorld } from './carry-out';
import { goOn } from './go-on';
import type { Merge } from './ports';
import { lookAfter } from './settle';

export interface UndoWorld extends MergeWorld { pause: Pause }

const DAY_MS = 24 * 60 * 60 * 1000;
export const UNDOABLE_MS = 30 * DAY_MS;
/** A function runs for ten seconds at most: after this nobody is still at the merge itself. */
const SETTLED_MS = 60_000;
/** Others who merge the same people at this moment are helped along, so often. */
const MOST_ROUNDS = 6;

/** Who is whom afterwards. */
export interface Undone { winner: UserId; loser: UserId }

/**
 * The two are kept apart from then on: a unionid merges them no more, linking by choice does. Asked again: the same.
 * Refuses: not-found (no such merge, not done, or done more than 30 days ago; the user was erased since), link-conflict (whom she became is banned or closing),
 * conflict-retry (done less than a minute ago, or others merge the same people at this moment).
 */
export async function undoMerge(world: UndoWorld, operator: string, id: MergeId): Promise<Result<Undone>> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round > 0) await world.pause(5 + world.random.fraction() * 20 * 2 ** round);
    const merge = await world.journal.find(id);
    const judged = merge === null ? notFound() : await judge(world, merge);
    if (merge === null || !judged.ok) return judged.ok ? notFound() : judged;
    if (judged.value === 'undone') return accept({ winner: merge.winner, loser: merge.loser });
    if (judged.value === 'takes-back') await begin(world, merge, operator);
    await goOn(world, id);
  }
  return refuse('conflict-retry', 'Others merge the same people at this moment; ask again.');
}

/** What is to be done next. */
async function judge(world: UndoWorld, { id, state, loser, doneAt }: Merge): Promise<Result<'undone' | 'goes-on' | 'takes-back'>> {
  if (state === 'undone' || state === 'apart') return accept('undone');
  const now = world.clock.now();
  if (state !== 'undoing' && (doneAt === null || now > doneAt + UNDOABLE_MS)) return notFound();
  if (state !== 'undoing' && now < (doneAt ?? now) + SETTLED_MS) return refuse('conflict-retry', 'The merge is not a minute old; ask again then.');
  const left = (await world.users.findWithIdentities(loser))?.user;
  if (left?.status === 'active' && state === 'undoing') return accept('goes-on');
  if (left === undefined || left.mergedBy !== id || left.mergedInto === null) return notFound();
  const holder = (await world.users.findWithIdentities(left.mergedInto))?.user;
  if (holder?.status !== 'active') return refuse('link-conflict', 'The user she became is banned or closing: lift the ban, or wait until she keeps or loses the account.');
  return accept(state === 'undoing' ? 'goes-on' : 'takes-back');
}

async function begin(world: UndoWorld, merge: Merge, by: string): Promise<void> {
  await lookAfter(world, merge);
  await world.journal.takeBack(merge.id, { by, at: world.clock.now() });
}

/** What an operator typed. An id that is none is no merge's. */
export function readMergeId(text: string): MergeId {
  return parseMergeId(text) ?? ('-'.repeat(22) as MergeId);
}

/** Until when it can be undone; null: not, or not any more. */
export function undoableUntil({ state, doneAt }: Merge, now: Ms): Ms | null {
  return (state === 'done' || state === 'settled') && doneAt !== null && now <= doneAt + UNDOABLE_MS ? doneAt + UNDOABLE_MS : null;
}

function notFound(): Result<never> {
  return refuse('not-found', 'No merge of this id can be undone: it is unknown, never happened, is more than 30 days old, or its user was erased.');
}
