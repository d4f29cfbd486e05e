// The ledger: one entry for every call that was answered, with how deep it stood in its invocation.
import type { CallInProgress, CallKind, CallStart, Clock, Ledger } from '../ports';

export interface LedgerEntry {
  id: number;
  at: number;
  /** Monotonic milliseconds, fractional; never shifted. */
  start: number;
  end: number;
  kind: CallKind;
  name: string;
  invocation: string | null;
  parent: string | null;
  depth: number | null;
  person: string | null;
  app: string | null;
  device: string | null;
  /** Stands there for a function that a timer or HTTP access started. */
  trigger?: 'timer' | 'http';
  /** Method and path of what HTTP access was asked: 'GET /auth/qr'. */
  request?: string;
  bytesIn: number;
  bytesOut: number;
  outcome: string;
}

export interface WorldLedger extends Ledger {
  /** Ascending; the last 10,000 are kept. */
  after(id: number): { entries: LedgerEntry[]; last: number };
  clear(): void;
}

const KEPT_ENTRIES = 10_000;
/** Invocations whose depths are remembered; a call comes long before this many others. */
const KEPT_DEPTHS = 10_000;

export function openLedger(clock: Clock): WorldLedger {
  const entries: LedgerEntry[] = [];
  /** Greatest depth answered so far, by kind and invocation. */
  const answered = new Map<string, number>();
  let begun = 0;
  let last = 0;
  let clearings = 0;

  function remember(key: string, depth: number): void {
    const greatest = Math.max(depth, answered.get(key) ?? 0);
    answered.delete(key);
    answered.set(key, greatest);
    const oldest = answered.keys().next();
    if (answered.size > KEPT_DEPTHS && !oldest.done) answered.delete(oldest.value);
  }
  function begin(call: CallStart): CallInProgress {
    const at = clock.now();
    const start = performance.now();
    const key = `${call.kind} ${call.invocation}`;
    const clearing = clearings;
    const depth = call.invocation === null ? null : 1 + (answered.get(key) ?? 0);
    return {
      id: ++begun,
      finish(outcome, bytesOut) {
        if (clearing !== clearings) return;
        if (depth !== null) remember(key, depth);
        const { kind, name, invocation, parent = null, person = null, app = null, device = null, trigger, request, bytesIn } = call;
        // Numbered by their answers, so that who asks for "after the last I saw" misses none.
        entries.push({ id: ++last, at, start, end: performance.now(), kind, name, invocation, parent, depth, person, app, device, ...(trigger && { trigger }), ...(request && { request }), bytesIn, bytesOut, outcome });
        if (entries.length > KEPT_ENTRIES) entries.shift();
      },
    };
  }
  return {
    begin,
    after(id) {
      const first = entries[0]?.id ?? 1;
      return { entries: entries.slice(Math.max(0, id + 1 - first)), last };
    },
    clear() {
      entries.length = 0;
      answered.clear();
      last = 0;
      clearings += 1;
    },
  };
}
