// Sorts the ledger into journeys: each invocation with the calls it made, laid out on its own stretch of time.
import type { Entry } from './api';

export interface Group { key: string; entries: Entry[]; from: number; till: number }

/** Calls outside any invocation stand alone. */
export function groupKey(entry: Entry): string {
  return entry.invocation ?? `alone-${entry.id}`;
}

/** Adds entries to their groups and gives the groups that changed. A call is entered when it ends, so the function comes after its calls. */
export function addToGroups(groups: Map<string, Group>, entries: readonly Entry[]): Group[] {
  const changed = new Set<Group>();
  for (const entry of entries) {
    const key = groupKey(entry);
    const group = groups.get(key) ?? { key, entries: [], from: entry.start, till: entry.end };
    group.entries.push(entry);
    group.from = Math.min(group.from, entry.start);
    group.till = Math.max(group.till, entry.end);
    group.entries.sort((a, b) => a.start - b.start || a.id - b.id);
    groups.set(key, group);
    changed.add(group);
  }
  return [...changed];
}

/** Where a call lies in its group, in percent; a call too short to see still gets a sliver. */
export function placeOf(entry: Entry, group: Group): { left: number; width: number } {
  const span = Math.max(group.till - group.from, 0.001);
  const left = ((entry.start - group.from) / span) * 100;
  return { left: Math.min(left, 99), width: Math.max(((entry.end - entry.start) / span) * 100, 1) };
}

export type Mood = 'ok' | 'refused' | 'error' | 'broken';

/** ok · refused:<code> · errcode:<n>, error:<code> · crash, timeout, lost, killed */
export function moodOf(outcome: string): Mood {
  if (outcome === 'ok') return 'ok';
  if (outcome.startsWith('refused:')) return 'refused';
  return outcome.startsWith('errcode:') || outcome.startsWith('error:') ? 'error' : 'broken';
}
