// Carries one call through: the faults that hit it, the work, the ledger entry, the answer.
import type { ServerResponse } from 'node:http';
import type { CallInProgress, FiredFault } from '../../ports';
import { drip, failed, type Outgoing, send } from './answer';

export interface Exchange {
  entry: CallInProgress;
  response: ServerResponse;
  faults: FiredFault[];
  /** SIGKILL of the calling child; null when no child is known. */
  kill: (() => void) | null;
  work(): Outgoing | Promise<Outgoing>;
  /** What a fault makes of the answer, without the work ('error'), or to it ('empty'). */
  answerTo(fault: FiredFault): Outgoing | null;
  distort?(fault: FiredFault, outgoing: Outgoing): Outgoing;
}

const BEFORE: FiredFault['kind'][] = ['drop-before', 'refuse', 'hang', 'kill-before'];
const AFTER: FiredFault['kind'][] = ['applied-lost', 'drop-after', 'kill-after'];

function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.once('close', () => resolve());
  });
}

/** Ends early when the client leaves. */
async function hold(response: ServerResponse, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds); }), closed(response)]);
  clearTimeout(timer);
}

function loseAnswer({ entry, response, kill }: Exchange, isKilled: boolean): void {
  entry.finish(isKilled && kill ? 'killed' : 'lost', 0);
  if (isKilled) kill?.();
  response.destroy();
}

/** The fault that keeps the work from being done. */
async function fallBefore(exchange: Exchange, { kind }: FiredFault): Promise<void> {
  if (kind === 'hang') await closed(exchange.response);
  loseAnswer(exchange, kind === 'kill-before');
}

async function workOrFail(work: Exchange['work']): Promise<Outgoing> {
  try {
    return await work();
  } catch (error) {
    return failed(error);
  }
}

/** The answer, whole or as the faults left it. */
async function produce({ faults, work, answerTo, distort }: Exchange): Promise<Outgoing> {
  const instead = faults.map((fault) => answerTo(fault)).find((outgoing) => outgoing !== null);
  const outgoing = instead ?? await workOrFail(work);
  return faults.reduce((made, fault) => distort?.(fault, made) ?? made, outgoing);
}

/** The entry is finished before the answer leaves. */
async function deliver({ entry, response, faults }: Exchange, outgoing: Outgoing): Promise<void> {
  const isGone = response.destroyed;
  entry.finish(isGone ? 'lost' : outgoing.outcome, isGone ? 0 : outgoing.body.length);
  if (isGone) return;
  if (faults.some(({ kind }) => kind === 'drip')) return drip(response, outgoing);
  send(response, outgoing);
}

export async function carryThrough(exchange: Exchange): Promise<void> {
  const { faults, response } = exchange;
  const before = faults.find(({ kind }) => BEFORE.includes(kind));
  if (before) return fallBefore(exchange, before);
  const outgoing = await produce(exchange);
  const delay = faults.reduce((total, fault) => total + (fault.kind === 'delay' ? fault.milliseconds : 0), 0);
  if (delay > 0) await hold(response, delay);
  const after = faults.find(({ kind }) => AFTER.includes(kind));
  if (after) return loseAnswer(exchange, after.kind === 'kill-after');
  return deliver(exchange, outgoing);
}
