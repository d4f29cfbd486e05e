// Takes a merge back: the user who was merged is herself again, with all that was hers; what came since stays where it is, but for ways in that are hers by her unionid.
import type { Ms } from '../../contract/reply';
import type { MergeId, UserId } from '../ids';
import { parseMergeId, undoHold } from '../ids';
import type { Identity, Pause } from '../ports';
import { present } from '../account/present';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { MergeWorld } from './carry-out';
import { goOn } from './go-on';
import type { Merge } from './ports';

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
 * `by`: an operator, or the person herself. The two are kept apart from then on: a unionid merges them no more, linking by choice does. Asked again: the same.
 * Refuses: not-found (no such merge, not done, or done more than 30 days ago; the user was erased since), link-conflict (whom she became is banned or closing, or
 * one of the two would be left without a way in), conflict-retry (done less than a minute ago, or others merge the same people at this moment).
 */
export async function undoMerge(world: UndoWorld, by: string, id: MergeId): Promise<Result<Undone>> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round > 0) await world.pause(5 + world.random.fraction() * 20 * 2 ** round);
    const merge = await world.journal.find(id);
    if (merge === null) return notFound();
    if (merge.state === 'undone' || merge.state === 'apart') {
      await goOn(world, undoHold(id), merge.loser);
      return accept({ winner: merge.winner, loser: merge.loser });
    }
    if (merge.state !== 'undoing') {
      const refused = await judge(world, merge);
      if (refused === 'moved-on') continue;
      if (refused !== null) return refused;
      await world.journal.takeBack(id, { by, at: world.clock.now() });
    }
    await helpOthers(world, merge);
    await goOn(world, undoHold(id));
    if (await waits(world, merge)) return refuse('link-conflict', 'The user she became is banned or closing since it was asked for; it goes on by itself once she is active again.');
  }
  return refuse('conflict-retry', 'Others merge the same people at this moment; ask again.');
}

/** Whoever has her at this moment is brought to an end first. */
async function helpOthers(world: UndoWorld, { id, winner }: Merge): Promise<void> {
  const holder = (await present(world, winner))?.user;
  if (holder?.merging && holder.merging !== undoHold(id)) await goOn(world, holder.merging, holder.id);
}

/** The one who stayed cannot be taken, and the two are one still. */
async function waits(world: UndoWorld, { id, loser, winner }: Merge): Promise<boolean> {
  const holder = (await present(world, winner))?.user;
  return holder !== undefined && holder.status !== 'active' && holder.status !== 'merged' && (await world.users.findWithIdentities(loser))?.user.mergedBy === id;
}

/** Null: it can be taken back. 'moved-on': whom she became was merged herself at this moment. */
async function judge(world: UndoWorld, { id, loser, doneAt }: Merge): Promise<Result<never> | 'moved-on' | null> {
  const now = world.clock.now();
  if (doneAt === null || now > doneAt + UNDOABLE_MS) return notFound();
  if (now < doneAt + SETTLED_MS) return refuse('conflict-retry', 'The merge is not a minute old; ask again then.');
  const left = (await world.users.findWithIdentities(loser))?.user;
  if (left?.mergedBy !== id || left.mergedInto === null) return notFound();
  const holder = await world.users.findWithIdentities(left.mergedInto);
  if (holder === null || holder.user.status === 'merged') return 'moved-on';
  if (holder.user.status !== 'active') return refuse('link-conflict', 'The user she became is banned or closing: lift the ban, or wait until she keeps or loses the account.');
  const { stayed, parting } = sidesOf(holder.identities, [loser, ...left.aliases]);
  return stayed.length === 0 || parting.length === 0 ? refuse('link-conflict', 'One of the two would be left without a way to sign in.') : null;
}

/** Whose the ways in are once these are parted from the others. */
export function sidesOf(identities: readonly Identity[], those: readonly UserId[]): { stayed: Identity[]; parting: Identity[] } {
  const living = identities.filter(({ status }) => status !== 'erased');
  const isTheirs = ({ mergedFrom, userId }: Identity) => those.includes(mergedFrom ?? userId);
  return { stayed: living.filter((each) => !isTheirs(each)), parting: living.filter(isTheirs) };
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
