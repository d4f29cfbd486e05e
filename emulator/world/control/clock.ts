// GET and POST /emulator/clock
import * as v from 'valibot';
import type { ControlPorts, ControlRequest } from './ports';
import { badRequest } from './refused';
import { shaped } from './schema';

/** What a Date can hold, in milliseconds. */
const FARTHEST = 8.64e15;

const change = v.union(
  [v.strictObject({ advanceSeconds: v.pipe(v.number(), v.finite()) }), v.strictObject({ now: v.pipe(v.number(), v.integer()) })],
  'give { advanceSeconds } or { now } in milliseconds, and nothing else',
);

export function readClock({ clock }: ControlPorts): unknown {
  return { now: clock.now() };
}

/** Timers that came due have run when it answers. */
export async function setClock({ clock, functions, timers }: ControlPorts, { body }: ControlRequest): Promise<unknown> {
  const wanted = shaped(change, body);
  const offset = 'now' in wanted ? wanted.now - Date.now() : clock.offset() + wanted.advanceSeconds * 1000;
  if (Math.abs(Date.now() + offset) > FARTHEST) throw badRequest('no Date reaches that far');
  clock.setOffset(offset);
  await functions.shiftClock(clock.offset());
  await timers.settle();
  return { now: clock.now() };
}
