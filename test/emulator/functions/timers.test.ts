// Timer triggers through the world's wire: due by the simulated clock, once each, and done when the clock answers.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openProject, openTimedWorld, type TimedWorld, type Trigger, writeProject } from './a-timed-world';

const DAY = 86_400_000;
const NOON = Date.parse('2027-03-01T04:00:00.000Z'); // in China
const daily = (name: string): Trigger => ({ name, type: 'timer', config: '0 0 2 * * * *' });

let world: TimedWorld;
afterEach(() => world?.close());

async function setClock(now: number): Promise<void> {
  await world.control('POST', '/emulator/clock', { now });
}
async function untilRuns(count: number): Promise<void> {
  while ((await world.names()).length < count) await new Promise((resolve) => setTimeout(resolve, 30));
}

describe('moved over a timer', () => {
  test('[FN20] it runs as a timer\'s call: SOURCE wx_trigger, no OPENID, its name and when it was due', async () => {
    world = await openTimedWorld([daily('nightly')]);
    await setClock(NOON);
    const before = await world.runs();
    await setClock(NOON + DAY);
    const [run, ...more] = (await world.runs()).slice(before.length);
    expect(more).toEqual([]);
    expect(run?.event).toEqual({ Type: 'Timer', TriggerName: 'nightly', Time: '2027-03-01T18:00:00Z', Message: '', userInfo: { appId: 'wxfa4e000000000001' } });
    expect(run?.context).toEqual({ ENV: 'local-env', SOURCE: 'wx_trigger' });
    expect(run?.variables).toEqual(expect.arrayContaining(['TRIGGER_SRC', 'WX_TRIGGER_API_TOKEN_V0']));
    expect(run?.variables).not.toContain('WX_API_TOKEN');
    expect(run?.now).toBeGreaterThanOrEqual(NOON + DAY);
  });

  test('[FN21] what came due many times runs once, for the last time; the next move runs it again', async () => {
    world = await openTimedWorld([daily('nightly')]);
    await setClock(NOON);
    const before = (await world.runs()).length;
    await world.advance(40 * 86_400);
    await world.advance(86_400);
    expect((await world.runs()).slice(before).map(({ event }) => event.Time)).toEqual(['2027-04-09T18:00:00Z', '2027-04-10T18:00:00Z']);
  });

  test('[FN21] nothing runs when the clock goes back, and what lies ahead again is due again', async () => {
    world = await openTimedWorld([daily('nightly')]);
    await setClock(NOON);
    const before = (await world.runs()).length;
    await setClock(NOON - 3 * DAY);
    expect((await world.runs()).length).toBe(before);
    await setClock(NOON - 3 * DAY + 1_000);
    expect((await world.runs()).length).toBe(before);
    await setClock(NOON);
    expect((await world.runs()).slice(before).map(({ event }) => event.Time)).toEqual(['2027-02-28T18:00:00Z']);
  });

  test('[FN22] the clock answers when the run is done, and is not hurt by runs that fail; each failure is a line', async () => {
    world = await openTimedWorld(['slow', 'throws', 'crashes'].map(daily));
    expect(await world.status('POST', '/emulator/clock', { advanceSeconds: 86_400 })).toEqual({ status: 200, body: { now: expect.any(Number) } });
    expect((await world.names()).sort()).toEqual(['crashes', 'slow', 'throws']);
    const failures = (await world.logs()).filter(({ text }) => text.startsWith('timer '));
    expect(failures.map(({ function: name, stream, text }) => [name, stream, text.slice(0, 32)]).sort()).toEqual([
      ['clerk', 'err', 'timer crashes: errCode: -504002 '], ['clerk', 'err', 'timer throws: errCode: -504002 f'],
    ]);
    const entries = (await world.ledgerSince()).filter(({ name }) => name === 'clerk');
    expect(entries.map(({ person, app, outcome }) => [person, app, outcome]).sort()).toEqual([
      [null, 'wxfa4e000000000001', 'crash'], [null, 'wxfa4e000000000001', 'error:FUNCTIONS_EXECUTE_FAIL'], [null, 'wxfa4e000000000001', 'ok'],
    ]);
  });

  test('[FN23] day and weekday both set mean either, a step begins at its number, and the seventh field is the year', async () => {
    world = await openTimedWorld([
      { name: 'late', type: 'timer', config: '0 30 3 * * * *' }, { name: 'either', type: 'timer', config: '0 0 2 15 * MON *' }, { name: 'over', type: 'timer', config: '0 0 2 * * * 2026' }, { name: 'step', type: 'timer', config: '0 0/20 9 * * * 2027' },
    ]);
    await setClock(NOON + DAY); // a Tuesday
    const before = (await world.ledgerSince()).length;
    const known = (await world.runs()).length;
    await setClock(NOON + 7 * DAY);
    const runs = (await world.runs()).slice(known);
    expect(Object.fromEntries(runs.map(({ event }) => [event.TriggerName, event.Time]))).toEqual({ either: '2027-03-07T18:00:00Z', late: '2027-03-07T19:30:00Z', step: '2027-03-08T01:40:00Z' });
    await setClock(NOON + 14 * DAY);
    expect((await world.runs()).filter(({ event }) => event.TriggerName === 'either').at(-1)?.event.Time).toBe('2027-03-14T18:00:00Z');
    expect((await world.ledgerSince()).length).toBe(before + 6);
  });

  test('[FN21] a clock beyond every year of a timer runs nothing and refuses nothing', async () => {
    world = await openTimedWorld([{ name: 'always', type: 'timer', config: '0 0 * * * * *' }]);
    for (const now of [8.64e15, -62_135_596_800_000, Date.UTC(2200, 0, 1)]) expect((await world.status('POST', '/emulator/clock', { now })).status).toBe(200);
    expect(await world.names()).toEqual([]);
  });
});

test('[FN24] in real time it runs when the shifted clock reaches it, and again', async () => {
  world = await openTimedWorld([{ name: 'tick', type: 'timer', config: '* * * * * * *' }]);
  await setClock(NOON);
  const before = (await world.runs()).length;
  await untilRuns(before + 3);
  const runs = (await world.runs()).slice(before).map(({ event, now }) => ({ due: Date.parse(event.Time), now }));
  expect(new Set(runs.map(({ due }) => due)).size).toBe(runs.length);
  expect(runs.filter(({ due, now }) => due < NOON || due > now)).toEqual([]);
});

test('[FN25] a trigger of config.json is a timer too; one that both files name is one', async () => {
  world = await openTimedWorld([daily('nightly')], [daily('nightly'), daily('weekly')]);
  await world.advance(86_400);
  expect((await world.names()).sort()).toEqual(['nightly', 'weekly']);
});

test('[FN27] a reset takes the timers back to the machine\'s time, and nothing that lay between runs', async () => {
  world = await openTimedWorld([daily('nightly')]);
  await setClock(Date.now() + 100 * DAY);
  await world.reset();
  expect(await world.names()).toEqual([]);
  await world.advance(86_400);
  expect(await world.names()).toEqual(['nightly']);
});

test('[FN28] the test button with the source wx_trigger and nobody is a timer\'s call, down to its variables; with somebody it is not', async () => {
  world = await openTimedWorld([]);
  await world.control('POST', '/emulator/people', { name: 'alice' });
  await world.testFunction('clerk', {}, null, 'wx_trigger');
  await world.testFunction('clerk', {}, { person: 'alice' }, 'wx_trigger');
  const [timer, person] = await world.runs();
  expect([timer?.context, timer?.variables.includes('TRIGGER_SRC')]).toEqual([{ ENV: 'local-env', SOURCE: 'wx_trigger' }, true]);
  expect([person?.context['SOURCE'], person?.context['OPENID'], person?.variables.includes('TRIGGER_SRC')]).toEqual(['wx_trigger', expect.stringMatching(/^oFAKE_/), false]);
});

test('[FN27] a run that a reset ends says nothing in the new world', async () => {
  world = await openTimedWorld([daily('slow')]);
  const moved = world.advance(86_400);
  while ((await world.logs()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await world.reset();
  await moved;
  expect([await world.logs(), await world.ledgerSince()]).toEqual([[], []]);
});

describe('a project that cannot be used', () => {
  test.each<[string, Trigger[], Trigger[] | null, RegExp]>([
    ['six fields', [{ name: 'a', type: 'timer', config: '0 0 2 * * *' }], null, /trigger a of function clerk cannot be used: "0 0 2 \* \* \*" has 6 fields/],
    ['an hour 24', [{ name: 'a', type: 'timer', config: '0 0 24 * * * *' }], null, /trigger a of function clerk cannot be used: /],
    ['words', [{ name: 'a', type: 'timer', config: 'every day at two in the night' }], null, /every is no field/],
    ['what only croner knows', [{ name: 'a', type: 'timer', config: '0 0 2 L * ? *' }], null, /L is no field/],
    ['no config', [{ name: 'a', type: 'timer' }], null, /"" has 1 fields/],
    ['a name that begins with a digit', [{ name: '1a', type: 'timer', config: '0 0 2 * * * *' }], null, /"1a"/],
    ['two files that differ', [daily('a')], [{ name: 'a', type: 'timer', config: '0 0 3 * * * *' }], /not alike/],
    ['a config.json without a type', [], [{ name: 'a', config: '0 0 2 * * * *' } as unknown as Trigger], /clerk\/config\.json cannot be used/],
    ['a trigger of another type', [{ name: 'a', type: 'cos' }], null, /NotEmulated: trigger a of type cos of function clerk/],
  ])('[FN26] %s stops the start with a sentence', async (_, configured, deployed, sentence) => {
    const root = await fs.mkdtemp(path.join(os.tmpdir(), 'project-'));
    await writeProject(root, configured, deployed);
    await expect(openProject(root)).rejects.toThrow(sentence);
    await fs.rm(root, { recursive: true });
  });
});
