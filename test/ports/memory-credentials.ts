// The rows of the access_token centre in memory: the fake of the rules' tests, and the smallest that keeps each contract line.
import type { CredentialId, CredentialRecord, Credentials } from '../../auth/app-token/ports';

export interface MemoryCredentials extends Credentials {
  rows: Map<string, CredentialRecord>;
  /** Calls so far. */
  calls: { reads: number; writes: number };
}

export function memoryCredentials(): MemoryCredentials {
  const rows: MemoryCredentials['rows'] = new Map();
  const calls = { reads: 0, writes: 0 };
  const nameOf = ({ appId, kind }: CredentialId): string => `${appId}:${kind}`;
  const write = (id: CredentialId, matches: (row: CredentialRecord) => boolean, change: (row: CredentialRecord) => Partial<CredentialRecord>): boolean => {
    calls.writes += 1;
    const row = rows.get(nameOf(id));
    if (row === undefined || !matches(row)) return false;
    rows.set(nameOf(id), structuredClone({ ...row, ...change(row) }));
    return true;
  };
  return {
    rows, calls,
    find: async (id) => { calls.reads += 1; return structuredClone(rows.get(nameOf(id)) ?? null); },
    all: async () => { calls.reads += 1; return structuredClone([...rows.values()]); },
    lease: async (id, read, { until, now, endpoint }) => {
      if (read !== null) return write(id, (row) => row.fence === read.fence && row.leasedUntil === read.leasedUntil, (row) => ({ fence: row.fence + 1, leasedUntil: until })) ? read.fence + 1 : null;
      calls.writes += 1;
      if (rows.has(nameOf(id))) return null;
      rows.set(nameOf(id), { id, endpoint, fence: 1, leasedUntil: until, current: null, renewAt: now, failing: null, seenAt: now, forced: [], renewals: [], overtaken: [], chained: 0, hurriedAt: 0 });
      return 1;
    },
    write: async (id, fence, change) => write(id, (row) => row.fence === fence, () => change),
    hurry: async (id, now) => { write(id, () => true, () => ({ hurriedAt: now })); },
    touch: async (id, now) => { write(id, () => true, () => ({ seenAt: now })); },
    markChained: async (id, fence) => { write(id, () => true, () => ({ chained: fence })); },
  };
}
