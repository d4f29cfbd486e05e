// What must not happen to two people who were one by mistake: a stuck undoing, a way in that stays with the other, an account without any.
import { ban, lift } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { keepHouse } from '../../../auth/account/housekeeping';
import type { MergeId, UserId } from '../../../auth/ids';
import { finishLink, startLink } from '../../../auth/merge/link';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import { unlink } from '../../../auth/merge/unlink';
import { goOn } from '../../../auth/merge/go-on';
import { aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { crashingAt } from '../crashing';
import { SETTLED, aPair, app, byUnionid, caller, enter, faultsOf, keyOf } from './a-pair';

const DAY = 86_400_000;
const must = <T>(value: T | null | undefined): T => { if (value === undefined || value === null) throw new Error('nothing there'); return value; };
const userOf = (world: RuleWorld, id: UserId) => must(world.rows.users.get(id));
const idOf = (world: RuleWorld, name: string, n: number) => must(world.rows.identities.get(keyOf(name, n)));
const houseKept = (world: RuleWorld) => keepHouse(world, () => true);
const mergeOf = (world: RuleWorld, loser: UserId): MergeId => must([...world.journal.rows.values()].reverse().find((each) => each.loser === loser && each.state !== 'void')).id;
async function merged(world: RuleWorld, ...pair: [UserId, UserId]): Promise<void> {
  expect(await mergeUsers(world, pair, byUnionid('alice', 1))).toBe('one');
  world.clock.advance(SETTLED);
}
/** An undo cut as soon as the two are parted. */
async function cutAfterPart() {
  for (let nth = 1; nth < 60; nth += 1) {
    const pair = await aPair();
    const { world, older, younger } = pair;
    await merged(world, older, younger);
    await undoMerge(crashingAt(world, nth, 'after'), 'ops', mergeOf(world, younger)).catch(() => null);
    if (userOf(world, younger).status === 'active') return pair;
  }
  throw new Error('never parted');
}

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

/** Linked so long ago that it cannot be undone any more. */
async function linkedLongAgo(world: RuleWorld, a: [string, number, boolean], b: [string, number, boolean]) {
  await link(world, a, b);
  world.clock.advance(31 * DAY);
  await houseKept(world);
}

async function link(world: RuleWorld, a: [string, number, boolean], b: [string, number, boolean]) {
  const [from, to] = [granted(await enter(world, ...a)), granted(await enter(world, ...b))];
  const { linkCode } = granted(await startLink(world, app(a[1]), caller(...a), from.accessToken));
  granted(await finishLink(world, app(b[1]), caller(...b), { accessToken: to.accessToken, linkCode }));
}

test('[MG22] a way in through the other’s unionid, opened while they were one, goes with her unionid', async () => {
  const world = aWorld();
  const victim = granted(await enter(world, 'victim', 1, false)).user.id as UserId;
  world.clock.advance(1000);
  const mallory = granted(await enter(world, 'mallory', 2, true)).user.id as UserId; // unionid told
  await link(world, ['mallory', 2, true], ['victim', 1, false]);
  granted(await enter(world, 'mallory', 3, true)); // a third app of the same unionid
  world.clock.advance(SETTLED);
  granted(await undoMerge(world, 'ops', mergeOf(world, mallory)));
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect([granted(await enter(world, 'mallory', 2, true)).user.id === mallory, granted(await enter(world, 'mallory', 3, true)).user.id === victim]).toEqual([true, false]);
});

test('[MG19] who was given up does not come back into the account by a derived id, though WeChat leaves the unionid out in between', async () => {
  const world = aWorld();
  const alice = granted(await enter(world, 'alice', 1, true)); // derived from the unionid, generation 0
  world.clock.advance(1000);
  await linkedLongAgo(world, ['alice', 1, true], ['bob', 2, false]);
  const { accessToken } = granted(await enter(world, 'bob', 2, false));
  granted(await unlink(world, app(2), caller('bob', 2, false), { accessToken, identityId: keyOf('alice', 1) }));
  const again = granted(await enter(world, 'alice', 1, false)); // WeChat leaves the unionid out this time
  expect(again.user.id === alice.user.id).toBe(false);
  const third = granted(await enter(world, 'alice', 3, true)); // another app, unionid told
  expect(third.user.id === alice.user.id).toBe(false);
});

test('[MG19] a sign-in while the way in is given up does not bring it back', async () => {
  const world = aWorld();
  const alice = granted(await enter(world, 'alice', 1, true));
  world.clock.advance(1000);
  await linkedLongAgo(world, ['alice', 1, true], ['bob', 2, false]);
  const { accessToken } = granted(await enter(world, 'bob', 2, false));
  const unions = new Proxy(world.unions, { get: (t, name) => name === 'forget' ? async (...a: Parameters<typeof t.forget>) => { const r = await t.forget(...a); await enter(world, 'alice', 1, true); return r; } : Reflect.get(t, name) });
  granted(await unlink({ ...world, unions }, app(2), caller('bob', 2, false), { accessToken, identityId: keyOf('alice', 1) }));
  expect(granted(await enter(world, 'alice', 1, true)).user.id === alice.user.id).toBe(false);
});

test('[MG23] giving up all that the one who stayed has of her own undoes the merge: she still has her way in, and her account', async () => {
  const world = aWorld();
  const victim = granted(await enter(world, 'victim', 1, false)).user.id as UserId;
  world.clock.advance(1000);
  const mallory = granted(await enter(world, 'mallory', 2, false)).user.id as UserId;
  await link(world, ['mallory', 2, false], ['victim', 1, false]);
  world.clock.advance(SETTLED);
  const { accessToken } = granted(await enter(world, 'mallory', 2, false));
  const gone = await unlink(world, app(2), caller('mallory', 2, false), { accessToken, identityId: keyOf('victim', 1) });
  const undone = await undoMerge(world, 'ops', mergeOf(world, mallory));
  const back = granted(await enter(world, 'victim', 1, false)).user.id;
  expect([codeOf(gone), codeOf(undone), [...world.rows.identities.values()].filter(({ userId, status }) => userId === victim && status === 'active').length, back === victim]).toEqual(['ok', 'ok', 1, true]);
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

test('[MG23] giving up all that the other brought undoes the merge: she is who she was, with what was hers', async () => {
  const world = aWorld();
  const mallory = granted(await enter(world, 'mallory', 1, false)).user.id as UserId;
  world.clock.advance(1000);
  const victim = granted(await enter(world, 'victim', 2, false)).user.id as UserId;
  world.belongings.held.set(victim, [{ text: 'of victim' }]);
  await link(world, ['mallory', 1, false], ['victim', 2, false]);
  world.clock.advance(SETTLED);
  const { accessToken } = granted(await enter(world, 'mallory', 1, false));
  granted(await unlink(world, app(1), caller('mallory', 1, false), { accessToken, identityId: keyOf('victim', 2) }));
  const undone = await undoMerge(world, 'ops', mergeOf(world, victim));
  const back = granted(await enter(world, 'victim', 2, false)).user.id as UserId;
  expect([mallory === back, codeOf(undone), back === victim, world.belongings.held.get(back)]).toEqual([false, 'ok', true, [{ text: 'of victim' }]]);
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

test('[MG22] a first sign-in through a new app that read before the undoing and wrote after it is hers once it is looked after', async () => {
  const world = aWorld();
  const victim = granted(await enter(world, 'victim', 1, false)).user.id as UserId;
  world.clock.advance(1000);
  const mallory = granted(await enter(world, 'mallory', 2, true)).user.id as UserId;
  await link(world, ['mallory', 2, true], ['victim', 1, false]);
  world.clock.advance(SETTLED);
  const identities = new Proxy(world.identities, { get: (t, name) => name === 'lookUp' ? async (...a: Parameters<typeof t.lookUp>) => { const r = await t.lookUp(...a); if (r.known === null) granted(await undoMerge(world, 'ops', mergeOf(world, mallory))); return r; } : Reflect.get(t, name) });
  await enter({ ...world, identities }, 'mallory', 3, true);
  for (let i = 0; i < 3; i += 1) { world.clock.advance(SETTLED); await houseKept(world); }
  expect(granted(await enter(world, 'mallory', 3, true)).user.id === victim).toBe(false);
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

test('[MG12] who was parted and gives up her way in is somebody new, and as much kept apart', async () => {
  const { world, older, younger } = await aPair();
  granted(await enter(world, 'alice', 2, true)); // merged by unionid
  world.clock.advance(SETTLED);
  granted(await undoMerge(world, 'ops', mergeOf(world, younger)));
  await linkedLongAgo(world, ['alice', 2, true], ['bob', 4, false]);
  const { accessToken } = granted(await enter(world, 'bob', 4, false));
  granted(await unlink(world, app(4), caller('bob', 4, false), { accessToken, identityId: keyOf('alice', 2) }));
  for (let twice = 0; twice < 2; twice += 1) expect(granted(await enter(world, 'alice', 2, true)).user.id === older).toBe(false);
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

test('[MG22] also where the unionid was told only after the merge', async () => {
  const world = aWorld();
  const victim = granted(await enter(world, 'victim', 1, false)).user.id as UserId;
  world.clock.advance(1000);
  const mallory = granted(await enter(world, 'mallory', 2, false)).user.id as UserId;
  await link(world, ['mallory', 2, false], ['victim', 1, false]);
  granted(await enter(world, 'mallory', 2, true));
  granted(await enter(world, 'mallory', 3, true));
  world.clock.advance(SETTLED);
  granted(await undoMerge(world, 'ops', mergeOf(world, mallory)));
  expect([granted(await enter(world, 'mallory', 2, true)).user.id === mallory, granted(await enter(world, 'mallory', 3, true)).user.id === victim]).toEqual([true, false]);
});

test('[MG19] giving up that met a merge at this moment did not happen, and does not stand in the history', async () => {
  const world = aWorld();
  granted(await enter(world, 'alice', 1, false));
  world.clock.advance(1000);
  await linkedLongAgo(world, ['alice', 1, false], ['bob', 2, false]);
  const { accessToken, user } = granted(await enter(world, 'bob', 2, false));
  const third = granted(await enter(world, 'carol', 3, false)).user.id as UserId;
  userOf(world, third).createdAt = 0;
  const identities = new Proxy(world.identities, { get: (t, name) => name === 'leave' ? async (...a: Parameters<typeof t.leave>) => { await mergeUsers(world, [third, user.id as UserId], { ...byUnionid('carol', 3), by: 'link' }); return t.leave(...a); } : Reflect.get(t, name) });
  const code = codeOf(await unlink({ ...world, identities }, app(2), caller('bob', 2, false), { accessToken, identityId: keyOf('alice', 1) }));
  expect([code, idOf(world, 'alice', 1).status, [...world.audit.rows.values()].filter(({ kind }) => kind === 'unlink').length]).toEqual(['conflict-retry', 'active', 0]);
});

const onlyMerge = (world: RuleWorld) => must([...world.journal.rows.keys()][0]);

/** The same world, in which something happens just before a method of a store is called for the n-th time. */
function before<K extends 'users' | 'belongings'>(world: RuleWorld, store: K, method: string, nth: number, happens: () => Promise<unknown>): RuleWorld {
  let calls = 0;
  const held = world[store];
  return { ...world, [store]: new Proxy(held, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return async (...args: unknown[]) => {
        if (name === method && ++calls === nth) await happens();
        return Reflect.apply(found, target, args);
      };
    },
  }) };
}

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
