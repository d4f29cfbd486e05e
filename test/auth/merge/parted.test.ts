// An undoing that is cut, overtaken or late: it is brought to its end, and takes nothing from anybody.
import { ban, lift } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { keepHouse } from '../../../auth/account/housekeeping';
import type { MergeId, UserId } from '../../../auth/ids';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import { goOn } from '../../../auth/merge/go-on';
import { aWorld, codeOf, granted } from '../a-world';
import { crashingAt } from '../crashing';
import { SETTLED, aPair, app, byUnionid, caller, enter, faultsOf } from './a-pair';
import { DAY, before, cutAfterPart, houseKept, idOf, mergeOf, merged, must, onlyMerge, userOf } from './a-parting';

test('[MG21] once the two are parted an undoing is brought to its end, though the one who stayed was banned meanwhile', async () => {
  const { world, older, younger } = await cutAfterPart();
  granted(await ban(world, 'ops', older));
  world.clock.advance(SETTLED);
  await houseKept(world);
  granted(await lift(world, 'ops', older));
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect([codeOf(await undoMerge(world, 'ops', mergeOf(world, younger))), idOf(world, 'alice', 2).userId === younger, ['undone', 'apart'].includes(must(world.journal.rows.get(mergeOf(world, younger))).state)]).toEqual(['ok', true, true]);
});

test('[MG21] or closed her account: nothing of the other is erased with it', async () => {
  const pair = await aPair();
  const { world, older, younger } = pair;
  await merged(world, older, younger);
  const { accessToken } = granted(await enter(world, 'alice', 1, true));
  // cut right after unalias
  const users = new Proxy(world.users, { get: (t, name) => name === 'unalias' ? async (...a: Parameters<typeof t.unalias>) => { await t.unalias(...a); throw new Error('killed'); } : Reflect.get(t, name) });
  await undoMerge({ ...world, users }, 'ops', mergeOf(world, younger)).catch(() => null);
  expect(userOf(world, younger).status).toBe('active');
  granted(await closeAccount(world, app(1), caller('alice', 1, true), accessToken));
  world.clock.advance(SETTLED);
  await houseKept(world);
  world.clock.advance(16 * DAY);
  await houseKept(world);
  expect([userOf(world, younger).status, idOf(world, 'alice', 2).status, idOf(world, 'alice', 2).userId === younger]).toEqual(['active', 'active', true]);
});

test('[MG21] a helper of the merge who is late does not let go of her whom its undoing holds', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  const id = mergeOf(world, younger);
  // housekeeping has read the journal (done), and stops there; the undo runs until the two are parted
  let release: () => void = () => {};
  const stopped = new Promise<void>((resolve) => { release = resolve; });
  const journal = new Proxy(world.journal, { get: (t, name) => name === 'find' ? async (x: MergeId) => { const row = await t.find(x); await stopped; return row; } : Reflect.get(t, name) });
  const late = goOn({ ...world, journal }, id);
  const users = new Proxy(world.users, { get: (t, name) => name === 'unalias' ? async (...a: Parameters<typeof t.unalias>) => { const r = await t.unalias(...a); release(); await late; return r; } : Reflect.get(t, name) });
  const first = codeOf(await undoMerge({ ...world, users }, 'ops', id));
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect([first, codeOf(await undoMerge(world, 'ops', id)), idOf(world, 'alice', 2).userId === younger]).toEqual(['ok', 'ok', true]);
});

test('[REL-08] two undoings at once: she who was told to be parted is parted, banned or not', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  const id = mergeOf(world, younger);
  let release: () => void = () => {};
  const stopped = new Promise<void>((resolve) => { release = resolve; });
  let calls = 0;
  // the first has read (in lookAfter) that she is merged, and stops there
  const users = new Proxy(world.users, { get: (t, name) => name === 'findWithIdentities' ? async (x: UserId) => { const found = await t.findWithIdentities(x); calls += 1; if (x === younger && calls === 3) await stopped; return found; } : Reflect.get(t, name) });
  const slow = undoMerge({ ...world, users }, 'ops', id);
  granted(await undoMerge(world, 'ops', id));
  granted(await ban(world, 'ops', younger));
  release();
  granted(await slow);
  const before = await enter(world, 'alice', 2, false);
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  const after = await enter(world, 'alice', 2, false);
  expect([codeOf(before), codeOf(after), idOf(world, 'alice', 2).userId === older, must(world.journal.rows.get(id)).state]).toEqual(['user-blocked', 'user-blocked', false, 'apart']);
});

test('[MG17] a function that does not answer does not keep housekeeping from merges that were cut', async () => {
  const { world, older, younger } = await aPair();
  world.mergeHook = async () => false;
  await merged(world, older, younger);
  const row = must(world.journal.rows.get(mergeOf(world, younger)));
  for (let i = 0; i < 49; i += 1) world.journal.rows.set(`d${i}x`.padEnd(22, '0') as MergeId, { ...row, id: `d${i}x`.padEnd(22, '0') as MergeId });
  const a = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
  world.clock.advance(1000);
  const b = granted(await enter(world, 'bob', 4, false)).user.id as UserId;
  await mergeUsers(crashingAt(world, 10, 'after'), [a, b], byUnionid('bob', 3)).catch(() => null);
  for (let i = 0; i < 5; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect(faultsOf(world)).toEqual([]);
});

test('[MG21] a late helper of an undoing takes nothing from a later merge', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  const third = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
  userOf(world, third).createdAt = 0;
  const id = mergeOf(world, younger);
  let release: () => void = () => {};
  const stopped = new Promise<void>((resolve) => { release = resolve; });
  const users = new Proxy(world.users, { get: (t, name) => name === 'disown' ? async (...a: Parameters<typeof t.disown>) => { await stopped; return t.disown(...a); } : Reflect.get(t, name) });
  const late = undoMerge({ ...world, users }, 'ops', id);
  await new Promise((r) => setTimeout(r, 20));
  granted(await undoMerge(world, 'ops', id));
  expect(await mergeUsers(world, [third, younger], { ...byUnionid('bob', 3), by: 'link' })).toBe('one');
  release();
  await late;
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect(faultsOf(world)).toEqual([]);
});

test('[REL-08] right after the first of two undoings she is let in as herself', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  const id = mergeOf(world, younger);
  let release: () => void = () => {};
  const stopped = new Promise<void>((resolve) => { release = resolve; });
  let calls = 0;
  const users = new Proxy(world.users, { get: (t, name) => name === 'findWithIdentities' ? async (x: UserId) => { const found = await t.findWithIdentities(x); if (x === younger) calls += 1; if (x === younger && calls === 2) await stopped; return found; } : Reflect.get(t, name) });
  const slow = undoMerge({ ...world, users }, 'ops', id);
  granted(await undoMerge(world, 'ops', id));
  release();
  granted(await slow);
  expect(granted(await enter(world, 'alice', 2, false)).user.id === younger).toBe(true);
});

test('[MG21] an undoing that another merge held up lets go of nobody whom a second one has parted', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  const third = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
  const id = mergeOf(world, younger);
  const other = 'other'.padEnd(22, '0') as MergeId;
  expect(third !== older && await world.users.lock(older, other)).toBe(true);
  let release: () => void = () => {};
  const stopped = new Promise<void>((resolve) => { release = resolve; });
  // the first cannot have the holder, and stops before it lets go
  const users = new Proxy(world.users, { get: (t, name) => name === 'unlock' ? async (...a: Parameters<typeof t.unlock>) => { await stopped; return t.unlock(...a); } : Reflect.get(t, name) });
  const first = undoMerge({ ...world, users }, 'ops', id);
  await new Promise((r) => setTimeout(r, 20));
  await world.users.unlock(older, other); // that merge is over
  const parting = new Proxy(world.users, { get: (t, name) => name === 'unalias' ? async (...a: Parameters<typeof t.unalias>) => { const r = await t.unalias(...a); release(); await new Promise((x) => setTimeout(x, 20)); return r; } : Reflect.get(t, name) });
  const second = undoMerge({ ...world, users: parting }, 'ops', id);
  const codes = [codeOf(await first), codeOf(await second)];
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect([codes[1], codeOf(await undoMerge(world, 'ops', id)), idOf(world, 'alice', 2).userId === younger]).toEqual(['ok', 'ok', true]);
});

test('[OP-2] who was parted while the undoing lies cut can be banned', async () => {
  const { world, younger } = await cutAfterPart();
  expect(codeOf(await ban(world, 'ops', younger))).toBe('ok');
});

test('[MG17] the function hears last what is true last', async () => {
  const { world, older, younger } = await aPair();
  const heard: string[] = [];
  world.mergeHook = async () => false;
  await merged(world, older, younger);
  let release: () => void = () => {};
  const stopped = new Promise<void>((resolve) => { release = resolve; });
  // housekeeping tells of the merge; the call is on its way (a cold start) while an operator takes it back
  world.mergeHook = async ({ action }) => { if (action === 'merged') await stopped; heard.push(action); return true; };
  const late = houseKept(world);
  await new Promise((r) => setTimeout(r, 20));
  granted(await undoMerge(world, 'ops', mergeOf(world, younger)));
  release();
  await late;
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect([heard, heard.at(-1)]).toEqual([heard, 'unmerged']);
});

test('[MG17] a function that hangs keeps no events out of the audit', async () => {
  const world = aWorld();
  let elapsed = 0;
  world.mergeHook = async (_event, patience) => { elapsed += Math.min(patience, Math.max(0, 9500 - elapsed)); return false; };
  for (const name of ['p', 'q']) {
    const a = granted(await enter(world, name, 1, false)).user.id as UserId;
    world.clock.advance(1000);
    const b = granted(await enter(world, name, 2, false)).user.id as UserId;
    await mergeUsers(world, [a, b], byUnionid(name, 1));
  }
  for (let i = 0; i < 20; i += 1) {
    world.clock.advance(600_000);
    elapsed = 0;
    await keepHouse(world, () => 9500 - elapsed >= 1500);
  }
  expect([...world.rows.identities.values()].flatMap(({ events }) => events).length).toBe(0);
});

test('[REL-08] an undoing that is overtaken by another one takes nothing away again', async () => {
  const { world, older, younger } = await aPair();
  world.belongings.held.set(younger, [{ text: 'of younger' }]);
  expect(await mergeUsers(world, [older, younger], byUnionid('alice', 1))).toBe('one');
  world.clock.advance(SETTLED);
  const slow = before(world, 'belongings', 'move', 1, async () => granted(await undoMerge(world, 'ops', onlyMerge(world))));
  granted(await undoMerge(slow, 'ops', onlyMerge(world)));
  expect([...world.belongings.held]).toEqual([[younger, [{ text: 'of younger' }]]]);
});

test('[MG15] an undoing that meets a merge of whom she became is no conflict', async () => {
  const { world, older, younger } = await aPair();
  const oldest = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
  Object.assign(world.rows.users.get(oldest) ?? {}, { createdAt: 0 });
  expect(await mergeUsers(world, [older, younger], byUnionid('alice', 1))).toBe('one');
  world.clock.advance(SETTLED);
  const met = before(world, 'users', 'findWithIdentities', 2, async () => expect(await mergeUsers(world, [older, oldest], byUnionid('bob', 3))).toBe('one'));
  expect(codeOf(await undoMerge(met, 'ops', onlyMerge(world)))).toBe('ok');
});
