// Codes by which a person links two of her users: documents of `flows`, found by the hash of the code until their time is over.
import { parseIdentityKey, parseSessionId } from '../../auth/ids';
import type { LinkedSession, Links } from '../../auth/merge/ports';
import { must, readUserId } from './documents';
import { add, findOne, updateOne } from './operations';

const COLLECTION = 'flows';

interface LinkDocument { _id: string; step: 'link'; userId: string; identity: string; sid: string; takenBy: string | null; expiresAt: Date }

const idOf = (hash: string): string => `link:${hash}`;

export const links: Links = {
  open: async (hash, { userId, identity, sid }, until) => {
    const document: LinkDocument = { _id: idOf(hash), step: 'link', userId, identity, sid, takenBy: null, expiresAt: new Date(until) };
    await add(COLLECTION, document);
  },

  find: async (hash, now) => {
    const document = await findOne<LinkDocument>(COLLECTION, idOf(hash));
    return document === null || document.expiresAt.getTime() <= now ? null : { ...linked(document), takenBy: document.takenBy === null ? null : must(parseIdentityKey(document.takenBy)) };
  },

  take: async (hash, identity, now) => {
    const isTaken = await updateOne(COLLECTION, (command) => ({ _id: idOf(hash), takenBy: null, expiresAt: command.gt(new Date(now)) }), () => ({ takenBy: identity }));
    const document = await findOne<LinkDocument>(COLLECTION, idOf(hash));
    const isOurs = isTaken || (document?.takenBy != null && must(parseIdentityKey(document.takenBy)) === identity && document.expiresAt.getTime() > now);
    return document === null || !isOurs ? null : linked(document);
  },
};

function linked({ userId, identity, sid }: LinkDocument): LinkedSession {
  return { userId: readUserId(userId), identity: must(parseIdentityKey(identity)), sid: must(parseSessionId(sid)) };
}
