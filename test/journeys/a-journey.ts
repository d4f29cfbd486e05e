// A journey's world: started once per file, reset before each test, with the doors by name.
import type { DoorName, RequestOf, SignedIn, ValueOf } from '../../contract/doors';
import type { Reply } from '../../contract/reply';
import { startWorld } from '../support/local-world';
import type { Conversation, LedgerEntry, LocalWorld, StartOptions } from '../support/local-world';

export interface Journey extends LocalWorld, Doors {}

export interface Doors {
  /** A call by a person's phone: the reply, and the invocation's id. */
  call<D extends DoorName, R extends RequestOf<D>>(person: string, door: D, request: R, from?: From): Promise<{ reply: Reply<ValueOf<D, R>>; invocation: string }>;
  /** The same, where the reply must be a value. */
  ask<D extends DoorName, R extends RequestOf<D>>(person: string, door: D, request: R, from?: From): Promise<ValueOf<D, R>>;
  /** The refusal's code, or 'ok'. */
  judge(person: string, door: DoorName, request: object, from?: From): Promise<string>;
  signIn(person: string, from?: From): Promise<SignedIn>;
  /** A fresh code of wx.login. */
  loginCode(person: string, from?: From): Promise<string>;
  /** Calls of one invocation: how many in all, and how many one after another. Answers are held, so that calls issued together overlap. */
  cost(invocation: string, kind?: LedgerEntry['kind']): Promise<{ deep: number; all: number }>;
  /** Holds every database answer, so that invocations overlap; by itself long enough that calls issued together do so on a busy machine. */
  holdDatabase(milliseconds?: number): Promise<void>;
}

export interface From { app?: string; device?: string }

export async function startJourney(options: StartOptions = {}): Promise<Journey> {
  return withDoors(await startWorld(options));
}

export function withDoors<W extends Conversation>(world: W): W & Doors {
  const call: Doors['call'] = async (person, door, request, from = {}) => {
    const { result, requestID } = await world.callFunction<Reply<never>>(person, door, { ...request }, from);
    return { reply: result, invocation: requestID };
  };
  const ask: Doors['ask'] = async (person, door, request, from = {}) => {
    const { reply } = await call(person, door, request, from);
    if (!reply.ok) throw new Error(`${person} was refused by ${door}: ${JSON.stringify(reply.refusal)}`);
    return reply.value;
  };
  return {
    ...world, call, ask,
    judge: async (person, door, request, from = {}) => {
      const { result } = await world.callFunction<Reply<unknown>>(person, door, { ...request }, from);
      return result.ok ? 'ok' : result.refusal.code;
    },
    signIn: (person, from = {}) => ask(person, 'session', { action: 'sign-in' }, from),
    loginCode: async (person, from = {}) => {
      const answer = await world.phone<{ code: string }>(person, 'login', from);
      if (!answer.ok) throw new Error(answer.error.errMsg);
      return answer.result.code;
    },
    cost: async (invocation, kind = 'database') => {
      const entries = await world.entriesOf(invocation, kind);
      return { deep: Math.max(0, ...entries.map(({ depth }) => depth ?? 0)), all: entries.length };
    },
    holdDatabase: async (milliseconds = 100) => { await world.setFault({ target: 'database', call: '*', kind: 'delay', milliseconds, times: 0 }); },
  };
}

/** How many invocations of a door were open at the same moment, at most. */
export function mostOpenAtOnce(entries: LedgerEntry[], door: string): number {
  const calls = entries.filter((entry) => entry.kind === 'function' && entry.name === door);
  return Math.max(0, ...calls.map(({ start }) => calls.filter((other) => other.start <= start && start < other.end).length));
}
