// The journal collection: each merge of two users, written before it begins.
import { appId, parseIdentityKey, parseMergeId, parseUserId } from '../../auth/ids';
import type { Journal, Merge, MergeState } from '../../auth/merge/ports';
import { must } from './documents';
import { add, findAny, findOne, updateOne } from './operations';

const COLLECTION = 'journal';

interface MergeDocument { _id: string; kind: 'merge'; state: MergeState; winner: string; loser: string; evidence: { identity: string; appid: string }; at: Date; doneAt: Date | null }

export const journal: Journal = {
  add: ({ id, state, winner, loser, evidence: { identity, appId: appid }, at, doneAt }) => {
    const document: MergeDocument = { _id: id, kind: 'merge', state, winner, loser, evidence: { identity, appid }, at: new Date(at), doneAt: doneAt === null ? null : new Date(doneAt) };
    return add(COLLECTION, document);
  },

  find: async (id) => {
    const document = await findOne<MergeDocument>(COLLECTION, id);
    return document === null ? null : readMerge(document);
  },

  advance: (id, from, to, now) => updateOne(COLLECTION, () => ({ _id: id, state: from }), () => ({ state: to, ...(to === 'done' ? { doneAt: new Date(now) } : {}) })),

  unfinished: async (before, most) => {
    const found = await findAny<MergeDocument>(COLLECTION, (command) => [{ state: command.in(['open', 'running']), at: command.lt(new Date(before)) }, { state: 'done', doneAt: command.lt(new Date(before)) }], most);
    return found.map(readMerge);
  },
};

function readMerge({ _id, state, winner, loser, evidence, at, doneAt }: MergeDocument): Merge {
  return {
    id: must(parseMergeId(_id)), state, winner: must(parseUserId(winner)), loser: must(parseUserId(loser)),
    evidence: { identity: must(parseIdentityKey(evidence.identity)), appId: must(appId(evidence.appid)) }, at: at.getTime(), doneAt: doneAt?.getTime() ?? null,
  };
}
