// The users collection: every method is one database call, every write is conditional on the state it relies on.
import { undoHold } from '../../auth/ids';
import type { UserId } from '../../auth/ids';
import type { ConsentRecord, Keep, StateChange, Status, Users } from '../../auth/ports';
import type { Storing } from '../../auth/profile/ports';
import { readIdentity, readUserId } from './documents';
import type { IdentityDocument } from './documents';
import { add, aggregate, findOne, findSorted, findWhere, updateAll, updateOne } from './operations';
import type { Commands } from './operations';
import { changeDocument, consentDocument, phoneDocument, readUser, userDocument } from './user-documents';
import type { UserDocument } from './user-documents';

const COLLECTION = 'users';
/** Each is carried out at once; more stand only where many were cut. */
const MOST_PENDING = 20;

interface WithIdentities extends UserDocument { identities: IdentityDocument[] }

export const users: Users = {
  findWithIdentities: async (id) => {
    const [found] = await aggregate<WithIdentities>(COLLECTION, (pipeline) =>
      pipeline.match({ _id: id }).lookup({ from: 'identities', localField: '_id', foreignField: 'userId', as: 'identities' }));
    return found === undefined ? null : { user: readUser(found), identities: found.identities.map(readIdentity) };
  },

  add: (user) => add(COLLECTION, userDocument(user)),

  store: (id, { change, over, consent, policy }, keep) => updateOne(
    COLLECTION,
    () => ({ _id: id, status: 'active', ...(policy === null ? {} : { 'consents.policy': policy }), ...standing(over) }),
    (command) => ({ ...stored(command, change), ...(consent === null ? {} : consented(command, consent, keep)) }),
  ),

  consent: (id, consent, keep) => updateOne(COLLECTION, (command) => ({ _id: id, status: 'active', 'consents.policy': command.neq(consent.policy) }), (command) => consented(command, consent, keep)),

  close: (id, erasesAt, by) => change(id, ['active'], by, (command) => ({ status: 'closing', closing: command.set({ at: new Date(by.event.at), erasesAt: new Date(erasesAt) }) })),

  keep: (id, by) => updateOne(
    COLLECTION,
    (command) => ({ _id: id, status: 'closing', 'closing.erasesAt': command.gt(new Date(by.event.at)) }),
    (command) => ({ status: 'active', closing: null, ...pending(command, by) }),
  ),

  ban: (id, by) => change(id, ['active', 'closing'], by, () => ({ status: 'banned' })),

  lift: (id, to, by) => change(id, ['banned'], by, () => ({ status: to })),

  settle: async (id, at) => {
    await updateOne(COLLECTION, () => ({ _id: id }), (command) => ({ pending: command.pull({ 'event.at': new Date(at) }) }));
  },

  unsettled: async (before, most) => {
    const found = await findWhere<UserDocument>(COLLECTION, (command) => ({ 'pending.event.at': command.lt(new Date(before)) }), most);
    return found.map(({ _id }) => readUserId(_id));
  },

  sealedUnderOther: async (kid, most) => {
    const found = await findWhere<UserDocument>(COLLECTION, (command) => ({ 'phone.hash': command.exists(true), 'phone.sealed.kid': command.neq(kid) }), most);
    return found.map(readUser);
  },

  reseal: (id, from, to) => updateOne(COLLECTION, () => ({ _id: id, 'phone.sealed.box': from.box }), (command) => ({ 'phone.sealed': command.set({ kid: to.kid, box: to.box }) })),

  dueForErasure: async (now, most) => {
    const due = { by: 'closing.erasesAt', order: 'asc', limit: most } as const;
    const found = await findSorted<UserDocument>(COLLECTION, (command) => ({ status: command.in(['closing', 'erased']), 'closing.erasesAt': command.lte(new Date(now)) }), due);
    return found.map(readUser);
  },

  beginErasure: (id, now) => updateOne(
    COLLECTION,
    (command) => ({ _id: id, status: 'closing', 'closing.erasesAt': command.lte(new Date(now)) }),
    (command) => ({ status: 'erased', nickname: null, avatarUrl: null, phone: null, invitedBy: null, consents: command.set([]), pending: command.set([]), createdAt: new Date(0), ...nothingAdopted(command) }),
  ),

  endErasure: async (id) => {
    await updateOne(COLLECTION, () => ({ _id: id, status: 'erased' }), (command) => ({ closing: null, avatarFileId: null, aliases: command.set([]) }));
  },

  lock: async (id, hold) => {
    const isLocked = await updateOne(COLLECTION, () => ({ _id: id, status: 'active', merging: null }), () => ({ merging: hold }));
    return isLocked || (await findOne<UserDocument>(COLLECTION, id))?.merging === hold;
  },

  unlock: async (id, hold) => { await updateOne(COLLECTION, () => ({ _id: id, merging: hold }), () => ({ merging: null })); },

  alias: (id, merge, into) => updateOne(COLLECTION, () => ({ _id: id, status: 'active', merging: merge }), () => ({ status: 'merged', mergedInto: into, mergedBy: merge })),

  unalias: (id, merge, from) => updateOne(COLLECTION, () => ({ _id: id, status: 'merged', mergedInto: from, mergedBy: merge }), (command) => ({ status: 'active', mergedInto: null, mergedBy: command.remove(), merging: undoHold(merge) })),

  moveAliases: (from, to) => updateAll(COLLECTION, () => ({ mergedInto: from }), () => ({ mergedInto: to })),

  addAliases: async (id, aliases) => { await updateOne(COLLECTION, () => ({ _id: id }), (command) => ({ aliases: command.addToSet({ $each: [...aliases] }) })); },

  moveAliasesBack: (aliases, from, to) => updateAll(COLLECTION, (command) => ({ mergedInto: from, _id: command.in([...aliases]) }), () => ({ mergedInto: to })),

  adopt: async (id, merge, { nickname, avatar, phone, consents, aliases }) => {
    const mine = (gap: Record<string, null>) => () => ({ _id: id, merging: merge, ...gap });
    if (nickname !== null) await updateOne(COLLECTION, mine({ nickname: null }), () => ({ nickname: nickname.text, nicknameFrom: nickname.from }));
    if (avatar !== null) await updateOne(COLLECTION, mine({ avatarUrl: null }), () => ({ avatarUrl: avatar.url, avatarFileId: avatar.file, avatarFrom: avatar.from }));
    if (phone !== null) await updateOne(COLLECTION, mine({ 'phone.hash': null }), (command) => ({ phone: command.set(phoneDocument(phone.record)), phoneFrom: phone.from }));
    // None of her own is pushed out, however many there are.
    for (const consent of consents) await updateOne(COLLECTION, (command) => ({ _id: id, merging: merge, 'consents.policy': command.neq(consent.policy) }), (command) => ({ consents: command.push([consentDocument(consent)]) }));
    await updateOne(COLLECTION, mine({}), (command) => ({ aliases: command.addToSet({ $each: aliases }) }));
  },

  disown: async (id, aliases, consents) => {
    const hers = [id, ...aliases];
    await updateAll(COLLECTION, (command) => ({ aliases: id, nicknameFrom: command.in(hers) }), (command) => ({ nickname: null, nicknameFrom: command.remove() }));
    await updateAll(COLLECTION, (command) => ({ aliases: id, avatarFrom: command.in(hers) }), (command) => ({ avatarUrl: null, avatarFileId: null, avatarFrom: command.remove() }));
    await updateAll(COLLECTION, (command) => ({ aliases: id, phoneFrom: command.in(hers) }), (command) => ({ phone: null, phoneFrom: command.remove() }));
    for (const { policy, at } of consents) await updateAll(COLLECTION, () => ({ aliases: id }), (command) => ({ consents: command.pull({ policy, at: new Date(at) }) }));
    await updateAll(COLLECTION, () => ({ aliases: id }), (command) => ({ aliases: command.pullAll(hers) }));
  },

  eraseAlias: async (id) => {
    await updateOne(COLLECTION, () => ({ _id: id, status: 'merged' }), (command) => ({
      status: 'erased', nickname: null, avatarUrl: null, avatarFileId: null, phone: null, invitedBy: null, consents: command.set([]), pending: command.set([]), aliases: command.set([]), mergedInto: null, mergedBy: command.remove(), createdAt: new Date(0), ...nothingAdopted(command),
    }));
  },

  search: async (phone, most) => (await findWhere<UserDocument>(COLLECTION, () => ({ 'phone.hash': phone }), most)).map(readUser),

  ofAnotherIndexKey: async (fingerprint) => {
    const [other] = await findWhere<UserDocument>(COLLECTION, (command) => ({ indexKey: command.neq(fingerprint) }), 1);
    return other === undefined ? null : readUserId(other._id);
  },
};

function nothingAdopted(command: Commands): Record<string, unknown> {
  return { nicknameFrom: command.remove(), avatarFrom: command.remove(), phoneFrom: command.remove() };
}

function change(id: UserId, from: Status[], by: StateChange, data: (command: Commands) => Record<string, unknown>): Promise<boolean> {
  return updateOne(COLLECTION, (command) => ({ _id: id, status: command.in(from) }), (command) => ({ ...data(command), ...pending(command, by) }));
}

function pending(command: Commands, by: StateChange): Record<string, unknown> {
  return { pending: command.push({ each: [changeDocument(by)], slice: -MOST_PENDING }) };
}

/** A user who has none yet may lack the field: null stands for both. */
function standing({ nickname, avatarUrl, avatarFile, phone }: Storing['over']): Record<string, unknown> {
  return { ...(nickname === undefined ? {} : { nickname }), ...(avatarUrl === undefined ? {} : { avatarUrl }), ...(avatarFile === undefined ? {} : { avatarFileId: avatarFile }), ...(phone === undefined ? {} : { 'phone.hash': phone }) };
}

/** The SDK merges an object into the one that stands: a phone is replaced as a whole. */
function stored(command: Commands, { nickname, avatarUrl, avatarFile, phone }: Storing['change']): Record<string, unknown> {
  return {
    ...(nickname === undefined ? {} : { nickname, nicknameFrom: command.remove() }), ...(avatarUrl === undefined ? {} : { avatarUrl, avatarFrom: command.remove() }), ...(avatarFile === undefined ? {} : { avatarFileId: avatarFile }),
    ...(phone === undefined ? {} : { phone: command.set(phoneDocument(phone)), phoneFrom: command.remove() }),
  };
}

function consented(command: Commands, consent: ConsentRecord, keep: Keep): Record<string, unknown> {
  return { consents: command.push({ each: [consentDocument(consent)], slice: -keep.consents }) };
}
