// Carries a phone's call of the file storage through: its faults, its ledger entry.
import { setTimeout as pause } from 'node:timers/promises';
import type { CallStart, Faults, FiredFault, Ledger } from '../../ports';
import type { PhoneAnswer, PhoneCall } from '../../wechat/wechat';
import { cloudFailure, networkFailure } from './failure';

export interface Carried {
  api: string;
  call: PhoneCall;
  /** In the ledger, and for faults: 'storage.put' */
  name: string;
  bytesIn: number;
  work(): PhoneAnswer;
}

/** Nobody waits a phone's 60 s for an answer that was asked not to come. */
const TIMED_OUT: FiredFault['kind'][] = ['hang', 'drip'];
const BEFORE: FiredFault['kind'][] = ['refuse', 'drop-before', 'html', 'empty', 'truncated', 'status', ...TIMED_OUT];

function instead(api: string, faults: FiredFault[]): { answer: PhoneAnswer; outcome: string } | null {
  const fault = faults.find(({ kind }) => kind === 'errcode' || BEFORE.includes(kind));
  if (!fault) return null;
  if (fault.kind === 'errcode') return { answer: cloudFailure(api, fault.errcode, `errCode: ${fault.errcode} | errMsg: a fault was set`), outcome: `errcode:${fault.errcode}` };
  return { answer: networkFailure(api, TIMED_OUT.includes(fault.kind) ? 'timeout' : 'connection was lost'), outcome: 'lost' };
}

function outcomeOf(answer: PhoneAnswer): string {
  return answer.ok ? 'ok' : `error:${answer.error.errCode ?? 'fail'}`;
}

export async function carry({ ledger, faults }: { ledger: Ledger; faults: Faults }, { api, call, name, bytesIn, work }: Carried): Promise<PhoneAnswer> {
  const start: CallStart = { kind: 'storage', name, invocation: null, person: call.person.name, app: call.app.appid, device: call.device, bytesIn };
  const entry = ledger.begin(start);
  const fired = faults.hit('wechat', name, call.person.name);
  const stopped = instead(api, fired);
  const answer = stopped?.answer ?? work();
  for (const fault of fired) if (fault.kind === 'delay') await pause(fault.milliseconds);
  const isLost = stopped === null && fired.some(({ kind }) => kind === 'drop-after');
  entry.finish(stopped?.outcome ?? (isLost ? 'lost' : outcomeOf(answer)), 0);
  return isLost ? networkFailure(api, 'connection was lost') : answer;
}
