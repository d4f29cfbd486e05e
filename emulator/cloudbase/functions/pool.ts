// The processes of one function: each takes one event at a time, some stand ready, callers wait in line.
import { availableParallelism } from 'node:os';
import type { FunctionProcess } from './process';

/** Two, so that a race between callers is a race between processes. */
const KEPT_READY = 2;
/** Above this, callers wait; a call by a function never does, or functions that call each other would wait for themselves. */
const SOFT_CAP = 12;
/** Starts at a time for callers in line: more at once would only keep each other from being ready. */
const STARTS_AT_ONCE = 2;
/** One for each processor and one for while another waits for its database; more would only take turns, and code that runs seldom is slow: 8 at work on 2 processors spend half as much CPU again for each call. */
const WORTH_SHARING = availableParallelism() + 1;
/** When none of those at work came free for so long, they wait for something else than a processor and callers are given others, in milliseconds. */
const PATIENCE = 50;
/** Longest that a caller is patient, in milliseconds. */
const LONGEST_PATIENCE = 200;
/** After this an idle process beyond the kept ones is ended, in milliseconds. */
const IDLE_LIFETIME = 60_000;

export interface Pool {
  /** A ready process for one event; null when there will be none: it ended while loading, or the line was dropped. */
  acquire(nested: boolean): Promise<FunctionProcess | null>;
  release(process: FunctionProcess): void;
  /** Starts what is missing of the kept ones; resolves when they are ready. */
  warm(): Promise<void>;
  /** No new event goes to the processes of now; running events finish. */
  retire(): void;
  /** Who waits gets null. */
  dropLine(): void;
  close(): void;
}

interface Waiter { nested: boolean; patient: boolean; take(process: FunctionProcess | null): void }
interface Member { process: FunctionProcess; starting: boolean; retired: boolean; idleTimer: NodeJS.Timeout | null }

export function openPool(start: () => FunctionProcess): Pool {
  const members = new Map<FunctionProcess, Member>();
  const line: Waiter[] = [];
  let closed = false;
  let lastRelease = 0;

  function current(): Member[] {
    return [...members.values()].filter((member) => !member.retired);
  }
  function startOne(): Promise<unknown> {
    const process = start();
    const member: Member = { process, starting: true, retired: false, idleTimer: null };
    members.set(process, member);
    let wasReady = false;
    void process.exited.then(() => {
      members.delete(process);
      clearTimer(member);
      if (!member.retired && wasReady) void keepReady();
      startForLine();
    });
    return process.ready.then((ready) => {
      wasReady = ready;
      member.starting = false;
      if (ready) {
        offer(process);
        startForLine();
      } else if (!member.retired) {
        line.shift()?.take(null);
        serve();
      }
    });
  }
  function keepReady(): Promise<unknown> {
    const missing = closed ? 0 : KEPT_READY - current().length;
    return Promise.all(Array.from({ length: Math.max(0, missing) }, startOne));
  }
  function startForLine(): void {
    const nested = line.filter((waiter) => waiter.nested).length;
    const impatient = line.filter((waiter) => !waiter.patient).length;
    const starting = current().filter((member) => member.starting).length;
    const wanted = Math.max(nested, Math.min(impatient, STARTS_AT_ONCE, SOFT_CAP - (current().length - starting)));
    for (let missing = closed ? 0 : wanted - starting; missing > 0; missing--) void startOne();
  }
  /** To who waits first, else to stand ready; one too many or not usable any more is ended. */
  function offer(process: FunctionProcess): void {
    const member = members.get(process);
    const isUsable = member !== undefined && !member.retired && process.usable();
    if (!isUsable || (line.length === 0 && current().length > SOFT_CAP)) { process.end('killed'); return; }
    keepIdle(member);
    serve();
  }
  /** Callers that wait together begin together: the first process to be ready stays for its twin, or the race would be over before it began. */
  function serve(): void {
    const starting = current().filter((member) => member.starting).length;
    const isAlone = line.length > 1 && starting > 0 && current().length - starting < KEPT_READY;
    while (!isAlone && line.length > 0) {
      const free = takeIdle();
      if (!free) return;
      line.shift()?.take(free);
    }
  }
  function keepIdle(member: Member): void {
    const { process } = member;
    member.idleTimer = setTimeout(() => { if (current().length > KEPT_READY) process.end('killed'); }, IDLE_LIFETIME).unref();
    // Last in the map is the one used last: its memory is warm, and the others grow old enough to be ended.
    members.delete(process);
    members.set(process, member);
  }
  function takeIdle(): FunctionProcess | null {
    const free = current().reverse().find((member) => member.idleTimer !== null && member.process.usable());
    if (!free) return null;
    clearTimer(free);
    return free.process;
  }
  function isBusy(): boolean {
    return current().filter((member) => !member.starting && member.idleTimer === null).length >= WORTH_SHARING;
  }
  function queue(waiter: Waiter): void {
    const firstOther = line.findIndex(({ nested }) => !nested);
    line.splice(waiter.nested && firstOther >= 0 ? firstOther : line.length, 0, waiter);
  }
  function wait(waiter: Waiter, since = performance.now()): void {
    const patientUntil = () => Math.min(since + LONGEST_PATIENCE, Math.max(since, lastRelease) + PATIENCE);
    setTimeout(() => {
      if (!line.includes(waiter)) return;
      if (performance.now() < patientUntil()) wait(waiter, since);
      else losePatience(waiter);
    }, patientUntil() - performance.now());
  }
  /** The first in line gets an idle process, or one is started. */
  function losePatience(waiter: Waiter): void {
    waiter.patient = false;
    const free = takeIdle();
    if (free) line.shift()?.take(free);
    else startForLine();
  }
  function retire(): void {
    for (const member of current()) {
      member.retired = true;
      if (member.starting || member.idleTimer) member.process.end('killed');
    }
    startForLine();
  }
  function dropLine(): void {
    for (const waiter of line.splice(0)) waiter.take(null);
  }
  return {
    retire, dropLine,
    release(process) {
      lastRelease = performance.now();
      offer(process);
    },
    acquire(nested) {
      const patient = !nested && isBusy();
      const free = patient ? null : takeIdle();
      if (free || closed) return Promise.resolve(free);
      return new Promise((take) => {
        const waiter = { nested, patient, take };
        queue(waiter);
        if (patient) wait(waiter);
        else startForLine();
      });
    },
    async warm() { await keepReady(); },
    close() {
      closed = true;
      retire();
      dropLine();
    },
  };
}

function clearTimer(member: Member): void {
  if (member.idleTimer) clearTimeout(member.idleTimer);
  member.idleTimer = null;
}
