// Nonces that a server has used: documents of `flows` until their time is over; the unique `_id` is the lock.
import type { Nonces } from '../../auth/app-token/servers';
import { add } from './operations';

const COLLECTION = 'flows';

interface NonceDocument { _id: string; step: 'nonce'; expiresAt: Date }

export const nonces: Nonces = {
  claim: (hash, until) => {
    const document: NonceDocument = { _id: `nonce:${hash}`, step: 'nonce', expiresAt: new Date(until) };
    return add(COLLECTION, document);
  },
};
