// Answers one call under the faults that hit it: each says whether WeChat does the work and what the caller sees.
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FiredFault } from '../../ports';
import { NotEmulated } from '../../ports';
import type { Answer } from './answer';
import { drip, gatewayPage, hangUp, reset, sendHalf, sendWhole, untilCallerLeaves } from './answer';
import type { Family } from './family';

export interface Outcome { answer: Answer; outcome: string }
export interface Call {
  response: ServerResponse;
  family: Family;
  now(): number;
  /** Does the work at WeChat: a code is used up by it. */
  work(): Outcome;
  /** Writes the ledger entry. */
  finish(outcome: string, bytesOut: number): void;
}

function bytesOf(answer: Answer): number {
  return Buffer.byteLength(answer.body);
}

function answerWhole({ response, finish }: Call, { answer, outcome }: Outcome): void {
  finish(outcome, bytesOf(answer));
  sendWhole(response, answer);
}

function lose({ response, finish }: Call, close: (response: ServerResponse) => void): void {
  finish('lost', 0);
  close(response);
}

async function answerHalf({ response, work, finish }: Call): Promise<void> {
  const { answer } = work();
  finish('lost', Math.floor(bytesOf(answer) / 2));
  await sendHalf(response, answer);
}

async function answerSlowly({ response, work, finish }: Call): Promise<void> {
  const { answer, outcome } = work();
  finish(outcome, bytesOf(answer));
  await drip(response, answer);
}

async function answerNever({ response, finish }: Call): Promise<void> {
  await untilCallerLeaves(response);
  finish('lost', 0);
}

async function answerUnder(fault: FiredFault, call: Call): Promise<void> {
  switch (fault.kind) {
    case 'errcode': return answerWhole(call, { answer: call.family.answer(call.family.refusal(fault.errcode, call.now())), outcome: `errcode:${fault.errcode}` });
    case 'status': return answerWhole(call, { answer: gatewayPage(fault.status), outcome: `error:${fault.status}` });
    case 'html': return answerWhole(call, { answer: gatewayPage(200), outcome: 'lost' });
    case 'hang': return answerNever(call);
    case 'refuse': return lose(call, reset);
    case 'drop-before': return lose(call, hangUp);
    case 'drop-after': call.work(); return lose(call, hangUp);
    case 'empty': call.work(); return answerWhole(call, { answer: call.family.answer(''), outcome: 'lost' });
    case 'truncated': return answerHalf(call);
    case 'drip': return answerSlowly(call);
    default: throw new NotEmulated(`fault ${fault.kind} for WeChat`);
  }
}

/** Delays add up; of the others the first one decides. */
export async function answer(call: Call, faults: FiredFault[]): Promise<void> {
  for (const fault of faults) if (fault.kind === 'delay') await pause(fault.milliseconds, undefined, { ref: false });
  const deciding = faults.find((fault) => fault.kind !== 'delay');
  if (deciding) return answerUnder(deciding, call);
  answerWhole(call, call.work());
}
