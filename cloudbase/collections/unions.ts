// The unions collection: one guard document per unionid, whose unique `_id` says whose the person is.
import type { UnionKey } from '../../auth/ids';
import type { Unions } from '../../auth/ports';
import { readUserId } from './documents';
import type { UnionDocument } from './documents';
import { add, find, findOne, removeOne, updateOne } from './operations';
import { giveBackRows, moveRows } from './owned-rows';

const COLLECTION = 'unions';
/** More than a person has. */
const MOST = 100;

export const unions: Unions = {
  add: ({ key, userId }) => {
    const document: UnionDocument = { _id: key, userId, generation: 0 };
    return add(COLLECTION, document);
  },
  owner: async (key) => {
    const document = await findOne<UnionDocument>(COLLECTION, key);
    return document === null ? null : readUserId(document.userId);
  },
  of: async (userId) => (await find<UnionDocument>(COLLECTION, { userId }, { by: '_id', order: 'asc', limit: MOST })).map(({ _id }) => _id as UnionKey),
  moveAll: (from, to) => moveRows(COLLECTION, from, to),
  move: (key, from, to) => updateOne(COLLECTION, () => ({ _id: key, userId: from }), () => ({ userId: to })),
  giveBack: (to, aliases) => giveBackRows(COLLECTION, to, aliases),
  forget: (key, userId) => removeOne(COLLECTION, { _id: key, userId }),
};
