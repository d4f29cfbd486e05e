// What timers wait for, with a clock and functions in hand.
import { openTimers, type Timers } from '../../../emulator/world/timers';
import { readSchedule } from '../../../emulator/world/schedule';
import type { Timer } from '../../../emulator/world/triggers';

const NOON = Date.parse('2027-03-01T04:00:00.000Z');
const HOUR = 3_600_000;
const timer = (name: string, config: string): Timer => ({ functionName: 'clerk', name, config, schedule: readSchedule(config) });

function inHand(timers: Timer[], answer: () => Promise<never> | null = () => null, still = false): { timers: Timers; clock: { now(): number; offset(): number; at: number; moved: number }; begun: string[]; spared: string[]; said: string[] } {
  /** `at` is the machine's time, `moved` what the control plane added. */
  const clock = { at: NOON, moved: 0, now: () => clock.at + clock.moved, offset: () => clock.moved };
  const begun: string[] = [];
  const spared: string[] = [];
  const said: string[] = [];
  const opened = openTimers({
    timers, clock, still, appid: () => null, say: ({ text }) => said.push(text),
    async invoke(_name, event, context) {
      const name = (event as { TriggerName: string }).TriggerName;
      begun.push(name);
      if (context.spared) spared.push(name);
      return answer() ?? { ok: true, result: null, invocation: 'i', bytesOut: 4 };
    },
  });
  return { timers: opened, clock, begun, spared, said };
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['performance'] }));
afterEach(() => jest.useRealTimers());

test('[FN23] of those that came due together the earliest begins first', async () => {
  const { timers, clock, begun } = inHand([timer('three', '0 0 15 * * * *'), timer('one', '0 0 13 * * * *'), timer('two', '0 0 14 * * * *'), timer('four', '0 0 16 * * * *')]);
  timers.start();
  clock.at = NOON + 3 * HOUR + 500;
  await timers.settle();
  expect(begun).toEqual(['one', 'two', 'three']);
  timers.close();
});

test('[FN24] a timer months ahead is not waited for at once, and runs when its time has come', async () => {
  const { timers, clock, begun } = inHand([timer('yearly', '0 0 0 1 1 * *')]);
  timers.start();
  await jest.advanceTimersByTimeAsync(10 * HOUR);
  expect(begun).toEqual([]);
  clock.at = Date.parse('2027-12-31T16:00:00.000Z');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(begun).toEqual(['yearly']);
  timers.close();
});

test('[FN27] closed, it waits for nothing and runs nothing more', async () => {
  const { timers, clock, begun } = inHand([timer('hourly', '0 0 * * * * *')]);
  timers.start();
  expect(jest.getTimerCount()).toBe(1);
  timers.close();
  clock.at = NOON + 5 * HOUR;
  await timers.settle();
  await jest.advanceTimersByTimeAsync(HOUR);
  expect([jest.getTimerCount(), begun]).toEqual([0, []]);
});

test('[FN27] without timers, and with one whose years are past, nothing is waited for', () => {
  for (const none of [[], [timer('past', '0 0 * * * * 2020')]]) {
    inHand(none).timers.start();
    expect(jest.getTimerCount()).toBe(0);
  }
});

test('[FN22] a function that cannot be reached is a line', async () => {
  const { timers, clock, said } = inHand([timer('hourly', '0 0 * * * * *')], () => Promise.reject(new Error('gone')));
  timers.start();
  clock.at = NOON + HOUR;
  await timers.settle();
  expect(said).toEqual(['timer hourly: Error: gone']);
  timers.close();
});

test('[FN39] what the machine reaches on its own is spared, also when the clock is moved in the same moment; what the move reaches is not', async () => {
  const { timers, clock, begun, spared } = inHand([timer('one', '0 0 13 * * * *'), timer('two', '0 0 14 * * * *'), timer('hourly', '0 30 * * * * *')]);
  timers.start();
  clock.at += HOUR;
  clock.moved += HOUR;
  await timers.settle();
  expect([begun, spared]).toEqual([['one', 'hourly', 'two'], ['one']]);
  clock.at += HOUR;
  await timers.settle();
  expect(spared).toEqual(['one', 'hourly']);
  timers.close();
});

test('[FN39] after the clock went back, the machine reaches again what it had passed, and spares it', async () => {
  const { timers, clock, begun, spared } = inHand([timer('one', '0 0 13 * * * *')]);
  timers.start();
  clock.moved += 2 * HOUR;
  await timers.settle();
  clock.moved -= 2 * HOUR;
  await timers.settle();
  clock.at += HOUR;
  await timers.settle();
  expect([begun, spared]).toEqual([['one', 'one'], ['one']]);
  timers.close();
});

test('[FN40] still timers wait for a move of the clock: what the machine\'s time reached is past, then and later', async () => {
  const { timers, clock, begun } = inHand([timer('each-minute', '0 * * * * * *'), timer('three', '0 0 15 * * * *')], () => null, true);
  timers.start();
  clock.at = NOON + 2 * HOUR;
  await jest.advanceTimersByTimeAsync(10 * HOUR);
  await timers.settle();
  expect(begun).toEqual([]);
  clock.at += HOUR + 90_000;
  clock.moved = 20_000;
  await timers.settle();
  expect(begun).toEqual([]);
  clock.moved = 60_000;
  await timers.settle();
  expect(begun).toEqual(['each-minute']);
  timers.close();
});
