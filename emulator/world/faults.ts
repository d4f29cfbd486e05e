// Faults: what shall go wrong, with which call, and how often.
import type { Faults, FiredFault } from '../ports';

export type FaultTarget = Parameters<Faults['hit']>[0];

/** A fault as it was set; `nth` is its first hit, counted from then, `times` how many hits (0: until deleted). */
export type Fault = { target: FaultTarget; call: string; nth?: number; times?: number; person?: string } & FiredFault;
export type SetFault = Fault & { id: number; seen: number; fired: number };

export interface WorldFaults extends Faults {
  add(fault: Fault): number;
  list(): SetFault[];
  /** False when there is none of that id. */
  remove(id: number): boolean;
  clear(): void;
}

export function openFaults(): WorldFaults {
  let faults: SetFault[] = [];
  let last = 0;
  return {
    add(fault) {
      faults.push({ ...fault, id: ++last, seen: 0, fired: 0 });
      return last;
    },
    list: () => faults,
    remove(id) {
      const before = faults.length;
      faults = faults.filter((fault) => fault.id !== id);
      return faults.length < before;
    },
    clear() { faults = []; },
    hit(target, call, person, by) {
      if (by?.spared) return [];
      return faults.filter((fault) => fault.target === target && names(fault.call, call) && concerns(fault, person) && fires(fault)).map(effectOf);
    },
  };
}

/** Whether `pattern` is the call's name, a whole-word prefix of it, or '*'. */
function names(pattern: string, call: string): boolean {
  if (pattern === '*' || pattern === call) return true;
  // 'app-token' is not a prefix of 'app-token-http': words end at a space, a dot or a slash.
  return call.startsWith(pattern) && /^[ ./]/.test(call.slice(pattern.length));
}

function concerns(fault: Fault, person: string | null): boolean {
  return fault.person === undefined || fault.person === person;
}

/** Counts the call. */
function fires(fault: SetFault): boolean {
  const { nth = 1, times = 1 } = fault;
  fault.seen += 1;
  if (fault.seen < nth || (times !== 0 && fault.fired >= times)) return false;
  fault.fired += 1;
  return true;
}

function effectOf(fault: SetFault): FiredFault {
  const { target: _target, call: _call, nth: _nth, times: _times, person: _person, id: _id, seen: _seen, fired: _fired, ...effect } = fault;
  return effect;
}
