// The journal collection: each merge of two users, written before it begins.
import { appId, parseIdentityKey, parseMergeId, parseUserId } from '../../auth/ids';
import type { Evidence, Journal, Merge, MergeState } from '../../auth/merge/ports';
import { must } from './documents';
import { add, findAny, findOne, findSorted, removeOne, updateOne } from './operations';
import type { Sorted } from './operations';

const COLLECTION = 'journal';

interface MergeDocument {
  _id: string; kind: 'merge'; state: MergeState; winner: string; loser: string; winners: string[]; losers: string[]; evidence: { identity: string; appid: string; by: Evidence['by'] };
  at: Date; doneAt: Date | null; undo: { by: string; at: Date } | null; isTold: boolean;
}

const OLDEST_FIRST = (limit: number): Sorted => ({ by: 'at', order: 'asc', limit });
const KEPT_APART: readonly MergeState[] = ['undoing', 'undone', 'apart'];

export const journal: Journal = {
  add: (merge) => add(COLLECTION, mergeDocument(merge)),

  find: async (id) => {
    const document = await findOne<MergeDocument>(COLLECTION, id);
    return document === null ? null : readMerge(document);
  },

  advance: (id, from, to, now) => updateOne(
    COLLECTION, () => ({ _id: id, state: from }), () => ({ state: to, ...(to === 'done' ? { doneAt: new Date(now) } : {}), ...(to === 'apart' ? { isTold: false } : {}) }),
  ),

  takeBack: (id, { by, at }) => updateOne(
    COLLECTION, (command) => ({ _id: id, state: command.in(['done', 'settled']) }), (command) => ({ state: 'undoing', undo: command.set({ by, at: new Date(at) }), isTold: false }),
  ),

  markTold: async (id, states) => { await updateOne(COLLECTION, (command) => ({ _id: id, state: command.in([...states]) }), () => ({ isTold: true })); },

  unfinished: async (before, old, most) => {
    const found = await findAny<MergeDocument>(COLLECTION, (command) => [
      { state: command.in(['open', 'running', 'void']), at: command.lt(new Date(before)) }, { state: 'done', doneAt: command.lt(new Date(before)) },
      { state: command.in(['undoing', 'undone']), 'undo.at': command.lt(new Date(before)) }, { state: 'settled', doneAt: command.lt(new Date(old)) },
    ], OLDEST_FIRST(most));
    return found.map(readMerge);
  },

  untold: async (most) => {
    const found = await findSorted<MergeDocument>(COLLECTION, (command) => ({ isTold: false, state: command.in(['done', 'settled', 'undone', 'apart']) }), OLDEST_FIRST(most));
    return found.map(readMerge);
  },

  of: async (users, most) => {
    const found = await findAny<MergeDocument>(COLLECTION, (command) => [{ winner: command.in([...users]) }, { loser: command.in([...users]) }], { by: 'at', order: 'desc', limit: most });
    return found.map(readMerge);
  },

  isKeptApart: async (these, those) => {
    const found = await findAny<MergeDocument>(COLLECTION, (command) => [[these, those], [those, these]].map(([winners = [], losers = []]) => (
      { state: command.in([...KEPT_APART]), winners: command.in([...winners]), losers: command.in([...losers]) })), OLDEST_FIRST(1));
    return found.length > 0;
  },

  forget: async (id) => {
    for (const state of ['settled', 'void']) await removeOne(COLLECTION, { _id: id, state });
  },
};

function mergeDocument({ id, state, winner, loser, winners, losers, evidence: { identity, appId: appid, by }, at, doneAt, undo, isTold }: Merge): MergeDocument {
  return {
    _id: id, kind: 'merge', state, winner, loser, winners, losers, evidence: { identity, appid, by }, at: new Date(at), doneAt: doneAt === null ? null : new Date(doneAt),
    undo: undo === null ? null : { by: undo.by, at: new Date(undo.at) }, isTold,
  };
}

function readMerge({ _id, state, winner, loser, winners, losers, evidence, at, doneAt, undo, isTold }: MergeDocument): Merge {
  return {
    id: must(parseMergeId(_id)), state, winner: must(parseUserId(winner)), loser: must(parseUserId(loser)), winners: winners.map((each) => must(parseUserId(each))), losers: losers.map((each) => must(parseUserId(each))),
    evidence: { identity: must(parseIdentityKey(evidence.identity)), appId: must(appId(evidence.appid)), by: evidence.by }, at: at.getTime(), doneAt: doneAt?.getTime() ?? null,
    undo: undo === null ? null : { by: undo.by, at: undo.at.getTime() }, isTold,
  };
}
