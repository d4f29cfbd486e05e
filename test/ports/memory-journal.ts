// The journal of merges in memory.
import type { MergeId } from '../../auth/ids';
import type { Journal, Merge } from '../../auth/merge/ports';

export function memoryJournal(rows: Map<MergeId, Merge> = new Map()): Journal & { rows: Map<MergeId, Merge> } {
  return {
    rows,
    add: async (merge) => {
      if (rows.has(merge.id)) return false;
      rows.set(merge.id, structuredClone(merge));
      return true;
    },
    find: async (id) => structuredClone(rows.get(id) ?? null),
    advance: async (id, from, to, now) => {
      const merge = rows.get(id);
      if (merge?.state !== from) return false;
      Object.assign(merge, { state: to, ...(to === 'done' ? { doneAt: now } : {}) });
      return true;
    },
    unfinished: async (before, most) => structuredClone([...rows.values()].filter(({ state, at, doneAt }) => (state === 'open' || state === 'running' ? at < before : state === 'done' && (doneAt ?? 0) < before)).slice(0, most)),
  };
}
