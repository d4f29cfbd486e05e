// How many codes of an address wait to be scanned: one document of `flows`, counted in the write that takes a place (SEC-73).
import type { ScanBudget } from '../../auth/scan/ports';
import { below, counted } from './counted';
import { add, updateOne } from './operations';

const COLLECTION = 'flows';

interface ScansDocument { _id: string; step: 'scans-open'; opened: Date[]; expiresAt: Date }

export const scanBudget: ScanBudget = {
  take: async (address, { now, until, rate }) => {
    const id = `scans-open:${address}`;
    const count = () => updateOne(COLLECTION, (command) => ({ _id: id, ...below(command, 'opened', rate) }), (command) => ({ opened: counted(command, now, rate), expiresAt: new Date(until) }));
    if (await count()) return true;
    const document: ScansDocument = { _id: id, step: 'scans-open', opened: [new Date(now)], expiresAt: new Date(until) };
    // Another may have opened it at this moment.
    return (await add(COLLECTION, document)) || count();
  },
};
