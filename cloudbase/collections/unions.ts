// The unions collection: one guard document per unionid, whose unique `_id` says whose the person is.
import type { Unions } from '../../auth/ports';
import { readUserId } from './documents';
import type { UnionDocument } from './documents';
import { add, findOne, removeOne, updateAll } from './operations';

const COLLECTION = 'unions';

export const unions: Unions = {
  add: ({ key, userId }) => {
    const document: UnionDocument = { _id: key, userId, generation: 0 };
    return add(COLLECTION, document);
  },
  owner: async (key) => {
    const document = await findOne<UnionDocument>(COLLECTION, key);
    return document === null ? null : readUserId(document.userId);
  },
  moveAll: (from, to) => updateAll(COLLECTION, () => ({ userId: from }), () => ({ userId: to })),
  forget: (key, userId) => removeOne(COLLECTION, { _id: key, userId }),
};
