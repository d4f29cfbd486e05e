// MERGE_HOOK: a cloud function of the app's own hears of each merge and of each that was taken back, and only our functions can tell it.
import { HOOK, openHookedWorld } from './a-hooked-world';
import type { HookedWorld } from './a-hooked-world';
import { betweenTimers, keepHouse, operated } from './a-life';
import { FIRST, SECOND } from './a-merge';

/** Later calls of a merge are housekeeping's, and an operator's, after a minute. */
const SETTLED_SECONDS = 61;
/** As long as a function runs, a token lives and clocks differ. */
const TOKENS_MS = 10_000 + 900_000 + 60_000;

let world: HookedWorld;
beforeAll(async () => { world = await openHookedWorld('deployed'); });
afterEach(() => world.control('DELETE', '/emulator/faults'));
afterAll(() => world.close());

let people = 0;
/** Two users of one person; her next sign-in through the second app merges them. */
async function aPair(at: HookedWorld = world): Promise<{ name: string; older: string; younger: string }> {
  people += 1;
  const name = `person-${people}`;
  await betweenTimers(at);
  await at.control('POST', '/emulator/people', { name, unionid: false });
  const older = (await at.signIn(name, { app: FIRST })).user.id;
  const younger = (await at.signIn(name, { app: SECOND })).user.id;
  await at.control('POST', '/emulator/people', { name, unionid: true });
  await at.signIn(name, { app: FIRST });
  return { name, older, younger };
}

const journalOf = async (loser: string, at: HookedWorld = world) => ((await at.database())['journal'] ?? []).find((row) => row['loser'] === loser) as { _id: string; state: string; isTold: boolean; doneAt: { $date: string } } | undefined;
const heardOf = async (younger: string) => (await world.heard()).filter(({ event }) => event.loser === younger);
async function openIdOf(name: string, app: string): Promise<string | undefined> {
  return (await world.control<{ person: { openids: Record<string, string> } }>('POST', '/emulator/people', { name })).person.openids[app];
}
async function runHousekeeping(at: HookedWorld = world): Promise<void> {
  await at.advance(SETTLED_SECONDS);
  await keepHouse(at);
}

test('[MG17] it hears of a merge once, with both ids, the journal’s and until when old tokens may be seen; and of its undoing', async () => {
  const { name, older, younger } = await aPair();
  expect((await world.signIn(name, { app: SECOND })).user.id).toBe(older);
  const merge = await journalOf(younger);
  const mergeId = merge?._id ?? '';
  const tokensUntil = Date.parse(merge?.doneAt.$date ?? '') + TOKENS_MS;
  expect((await heardOf(younger)).map(({ event }) => event)).toEqual([{ action: 'merged', mergeId, winner: older, loser: younger, at: tokensUntil - TOKENS_MS, tokensUntil }]);
  await world.signIn(name, { app: FIRST });
  await runHousekeeping();
  await runHousekeeping();
  expect([(await heardOf(younger)).length, await journalOf(younger)]).toMatchObject([1, { state: 'settled', isTold: true }]);
  await operated(world, { action: 'undo-merge', mergeId });
  await runHousekeeping();
  expect((await heardOf(younger)).map(({ event: { action, winner, loser } }) => [action, winner, loser])).toEqual([['merged', older, younger], ['unmerged', older, younger], ['unmerged', older, younger]]);
});

test('[MG17] SOURCE tells it who calls: its chain ends with scf however our functions were reached, and is wx_client alone where a phone calls it', async () => {
  const { name, younger } = await aPair();
  await world.signIn(name, { app: SECOND });
  await world.advance(SETTLED_SECONDS);
  await operated(world, { action: 'undo-merge', mergeId: (await journalOf(younger))?._id ?? '' });
  const late = await aPair();
  await world.hookIs('broken');
  await world.signIn(late.name, { app: SECOND });
  await world.hookIs('well');
  await runHousekeeping();
  const told = [...await heardOf(younger), ...await heardOf(late.younger)];
  // The person behind the call stands in it as well: that there is an OPENID says nothing.
  expect(told.map(({ source, openid }) => [source, openid])).toEqual([['wx_client,scf', await openIdOf(name, SECOND)], [',scf', null], ['wx_trigger,scf', null], ['wx_trigger,scf', null]]); // of an undoing it hears once more
  const before = await world.heard();
  const forged = { action: 'merged', mergeId: 'x', winner: late.younger, loser: late.older, tokensUntil: 0 };
  expect((await world.callFunction('alice', HOOK, forged)).result).toEqual({ ok: false });
  expect((await world.testFunction(HOOK, forged))).toMatchObject({ ok: true, result: { ok: false } });
  expect(await world.heard()).toEqual(before);
});

test('[MG17] where it throws, the sign-in is let in all the same; housekeeping says so and tells it again until it returns', async () => {
  const { name, older, younger } = await aPair();
  await world.hookIs('broken');
  expect((await world.signIn(name, { app: SECOND })).user.id).toBe(older);
  await runHousekeeping();
  expect([await heardOf(younger), await journalOf(younger)]).toMatchObject([[], { state: 'settled', isTold: false }]);
  const complaints = (await world.logs()).filter(({ function: each, text }) => each === 'housekeeping' && text.includes('HookSilent'));
  expect(complaints.length).toBeGreaterThan(0);
  await world.hookIs('well');
  await runHousekeeping();
  expect([await heardOf(younger), await journalOf(younger)]).toMatchObject([[{ event: { action: 'merged', winner: older, loser: younger } }], { state: 'settled', isTold: true }]);
});

test('[MG17] where its process dies as it is told, it is told again', async () => {
  const { name, older, younger } = await aPair();
  await world.setFault({ target: 'function', call: HOOK, kind: 'crash' });
  expect((await world.signIn(name, { app: SECOND })).user.id).toBe(older);
  expect(await heardOf(younger)).toEqual([]);
  await runHousekeeping();
  expect(await heardOf(younger)).toHaveLength(1);
});

test('[MG17] one that does not return holds nobody up, and is told again', async () => {
  const { name, older, younger } = await aPair();
  await world.hookIs('stuck');
  expect((await world.signIn(name, { app: SECOND })).user.id).toBe(older);
  expect([await heardOf(younger), await journalOf(younger)]).toMatchObject([[], { state: 'done', isTold: false }]);
  await world.hookIs('well');
  await runHousekeeping();
  expect([await heardOf(younger), await journalOf(younger)]).toMatchObject([[{ event: { action: 'merged', winner: older, loser: younger } }], { state: 'settled', isTold: true }]);
});

test('[MG17] a function that is not deployed keeps nobody from anything, and the log says so', async () => {
  const without = await openHookedWorld('missing');
  try {
    const { name, older, younger } = await aPair(without);
    expect((await without.signIn(name, { app: SECOND })).user.id).toBe(older);
    expect((await without.signIn(name, { app: FIRST })).user.id).toBe(older);
    expect((await without.logs()).filter(({ function: each, text }) => each === 'session' && text.includes('FUNCTION_NOT_FOUND'))).toHaveLength(1);
    await runHousekeeping(without);
    expect(await journalOf(younger, without)).toMatchObject({ state: 'settled', isTold: false });
  } finally {
    await without.close();
  }
});
