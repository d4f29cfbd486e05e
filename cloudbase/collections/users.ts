// The users collection: every method is one database call, every write is conditional on the state it relies on.
import type { UserId } from '../../auth/ids';
import type { ConsentRecord, Keep, Status, Storing, Users } from '../../auth/ports';
import { readIdentity, readUserId } from './documents';
import type { IdentityDocument } from './documents';
import { add, aggregate, findWhere, updateOne } from './operations';
import type { Commands } from './operations';
import { consentDocument, phoneDocument, readUser, userDocument } from './user-documents';
import type { UserDocument } from './user-documents';

const COLLECTION = 'users';

interface WithIdentities extends UserDocument { identities: IdentityDocument[] }

export const users: Users = {
  findWithIdentities: async (id) => {
    const [found] = await aggregate<WithIdentities>(COLLECTION, (pipeline) =>
      pipeline.match({ _id: id }).lookup({ from: 'identities', localField: '_id', foreignField: 'userId', as: 'identities' }));
    return found === undefined ? null : { user: readUser(found), identities: found.identities.map(readIdentity) };
  },

  add: (user) => add(COLLECTION, userDocument(user)),

  store: (id, { change, consent, policy }, keep) => updateOne(
    COLLECTION,
    () => ({ _id: id, status: 'active', ...(policy === null ? {} : { 'consents.policy': policy }) }),
    (command) => ({ ...stored(command, change), ...(consent === null ? {} : consented(command, consent, keep)) }),
  ),

  consent: (id, consent, keep) => updateOne(COLLECTION, (command) => ({ _id: id, status: 'active', 'consents.policy': command.neq(consent.policy) }), (command) => consented(command, consent, keep)),

  close: (id, { at, erasesAt }) => change(id, ['active'], (command) => ({ status: 'closing', closing: command.set({ at: new Date(at), erasesAt: new Date(erasesAt) }) })),

  keep: (id, now) => updateOne(COLLECTION, (command) => ({ _id: id, status: 'closing', 'closing.erasesAt': command.gt(new Date(now)) }), () => ({ status: 'active', closing: null })),

  ban: (id) => change(id, ['active', 'closing'], () => ({ status: 'banned' })),

  lift: (id, to) => change(id, ['banned'], () => ({ status: to })),

  dueForErasure: async (now, most) => {
    const found = await findWhere<UserDocument>(COLLECTION, (command) => ({ status: command.in(['closing', 'erased']), 'closing.erasesAt': command.lte(new Date(now)) }), most);
    return found.map(readUser);
  },

  beginErasure: (id, now) => updateOne(
    COLLECTION,
    (command) => ({ _id: id, status: 'closing', 'closing.erasesAt': command.lte(new Date(now)) }),
    (command) => ({ status: 'erased', nickname: null, avatarUrl: null, phone: null, consents: command.set([]) }),
  ),

  endErasure: async (id) => {
    await updateOne(COLLECTION, () => ({ _id: id, status: 'erased' }), () => ({ closing: null, avatarFileId: null }));
  },

  search: async (phone, most) => (await findWhere<UserDocument>(COLLECTION, () => ({ 'phone.hash': phone }), most)).map(readUser),

  ofAnotherIndexKey: async (fingerprint) => {
    const [other] = await findWhere<UserDocument>(COLLECTION, (command) => ({ indexKey: command.neq(fingerprint) }), 1);
    return other === undefined ? null : readUserId(other._id);
  },
};

function change(id: UserId, from: Status[], data: (command: Commands) => Record<string, unknown>): Promise<boolean> {
  return updateOne(COLLECTION, (command) => ({ _id: id, status: command.in(from) }), data);
}

/** The SDK merges an object into the one that stands: a phone is replaced as a whole. */
function stored(command: Commands, { nickname, avatarUrl, avatarFile, phone }: Storing['change']): Record<string, unknown> {
  return {
    ...(nickname === undefined ? {} : { nickname }), ...(avatarUrl === undefined ? {} : { avatarUrl }), ...(avatarFile === undefined ? {} : { avatarFileId: avatarFile }),
    ...(phone === undefined ? {} : { phone: command.set(phoneDocument(phone)) }),
  };
}

function consented(command: Commands, consent: ConsentRecord, keep: Keep): Record<string, unknown> {
  return { consents: command.push({ each: [consentDocument(consent)], slice: -keep.consents }) };
}
