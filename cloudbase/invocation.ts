// What one invocation of a function carries through every await: its id, its deadline and what it has cost so far.
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Invocation {
  requestId: string;
  door: string;
  /** Monotonic milliseconds at which the platform would cut the invocation off, less 500. */
  deadline: number;
  calls: { database: number; wechat: number };
}

const current = new AsyncLocalStorage<Invocation>();

export function within<T>(invocation: Invocation, run: () => Promise<T>): Promise<T> {
  return current.run(invocation, run);
}

export function countCall(kind: keyof Invocation['calls']): void {
  const invocation = current.getStore();
  if (invocation) invocation.calls[kind] += 1;
}

/** Milliseconds that are left of the invocation, at most `most`. */
export function remaining(most: number): number {
  const invocation = current.getStore();
  return invocation ? Math.min(most, invocation.deadline - performance.now()) : most;
}

/** The invocation's own limit came before the answer. */
export class DeadlinePassed extends Error {
  readonly code = 'DeadlinePassed';
}

/** An answer within what is left of the invocation, and within `most`: whoever waits longer is cut off by the platform, without a reply of ours (REL-09). */
export async function withinDeadline<T>(answer: Promise<T>, most = Number.POSITIVE_INFINITY): Promise<T> {
  const invocation = current.getStore();
  if (invocation === undefined) return answer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cut = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed('A call to the cloud did not answer within this invocation.')), Math.max(0, remaining(most)));
  });
  return Promise.race([answer, cut]).finally(() => clearTimeout(timer));
}

export function currentRequestId(): string {
  return current.getStore()?.requestId ?? '-';
}
