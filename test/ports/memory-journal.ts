// The journal of merges in memory.
import type { MergeId, UserId } from '../../auth/ids';
import type { Journal, Merge, MergeState } from '../../auth/merge/ports';

export function memoryJournal(rows: Map<MergeId, Merge> = new Map()): Journal & { rows: Map<MergeId, Merge> } {
  const change = (id: MergeId, states: readonly MergeState[], write: Partial<Merge>): boolean => {
    const merge = rows.get(id);
    if (merge === undefined || !states.includes(merge.state)) return false;
    Object.assign(merge, structuredClone(write));
    return true;
  };
  const sorted = (): Merge[] => [...rows.values()].sort((a, b) => a.at - b.at);
  const isUnfinished = ({ state, at, doneAt, undo }: Merge, before: number, old: number): boolean => {
    switch (state) {
      case 'open': case 'running': case 'void': return at < before;
      case 'done': return (doneAt ?? 0) < before;
      case 'settled': return (doneAt ?? 0) < old;
      case 'undoing': case 'undone': return (undo?.at ?? 0) < before;
      case 'apart': return false;
    }
  };
  return {
    rows,
    add: async (merge) => {
      if (rows.has(merge.id)) return false;
      rows.set(merge.id, structuredClone(merge));
      return true;
    },
    find: async (id) => structuredClone(rows.get(id) ?? null),
    advance: async (id, from, to, now) => change(id, [from], { state: to, ...(to === 'done' ? { doneAt: now } : {}), ...(to === 'apart' ? { isTold: false } : {}) }),
    takeBack: async (id, undo) => change(id, ['done', 'settled'], { state: 'undoing', undo, isTold: false }),
    markTold: async (id, states) => { change(id, states, { isTold: true }); },
    unfinished: async (before, old, most) => structuredClone(sorted().filter((merge) => isUnfinished(merge, before, old)).slice(0, most)),
    untold: async (most) => structuredClone(sorted().filter(({ isTold, state }) => !isTold && ['done', 'settled', 'undone', 'apart'].includes(state)).slice(0, most)),
    of: async (users, most) => structuredClone(sorted().reverse().filter(({ winner, loser }) => users.includes(winner) || users.includes(loser)).slice(0, most)),
    isKeptApart: async (these, those) => {
      const isBetween = (merge: Merge, winners: readonly UserId[], losers: readonly UserId[]) => merge.winners.some((each) => winners.includes(each)) && merge.losers.some((each) => losers.includes(each));
      return [...rows.values()].some((merge) => ['undoing', 'undone', 'apart'].includes(merge.state) && (isBetween(merge, these, those) || isBetween(merge, those, these)));
    },
    forget: async (id) => { if (['settled', 'void'].includes(rows.get(id)?.state ?? '')) rows.delete(id); },
  };
}
