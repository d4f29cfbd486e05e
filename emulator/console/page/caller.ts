// Who a call is made for, as its row says: a person, or what started a function that nobody called.
import type { Entry } from './api';

const STARTED_BY = { http: 'HTTP', timer: '定时' } as const;

/** Only functions say so; their calls stand in the same journey. */
export function callerOf({ kind, person, trigger }: Pick<Entry, 'kind' | 'person' | 'trigger'>): string {
  if (kind !== 'function') return '';
  return person ?? (trigger ? STARTED_BY[trigger] : '—');
}
