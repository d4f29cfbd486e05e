// The users collection.
import type { Users } from '../../auth/ports';
import { readIdentity, readUser, userDocument } from './documents';
import type { IdentityDocument, UserDocument } from './documents';
import { add, aggregate, updateOne } from './operations';

const COLLECTION = 'users';

interface WithIdentities extends UserDocument { identities: IdentityDocument[] }

export const users: Users = {
  findWithIdentities: async (id) => {
    const [found] = await aggregate<WithIdentities>(COLLECTION, (pipeline) =>
      pipeline.match({ _id: id }).lookup({ from: 'identities', localField: '_id', foreignField: 'userId', as: 'identities' }));
    return found === undefined ? null : { user: readUser(found), identities: found.identities.map(readIdentity) };
  },

  add: (user) => add(COLLECTION, userDocument(user)),

  setProfile: (id, { nickname, avatarUrl }) => updateOne(COLLECTION, () => ({ _id: id, status: 'active' }), () => ({ nickname, ...(avatarUrl === undefined ? {} : { avatarUrl }) })),
};
