// What must not happen to two people who were one by mistake: a way in that stays with the other, an account without any, a way back by a derived id.
import type { UserId } from '../../../auth/ids';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import { unlink } from '../../../auth/merge/unlink';
import { aWorld, codeOf, granted } from '../a-world';
import { SETTLED, aPair, app, byUnionid, caller, enter, keyOf } from './a-pair';
import { houseKept, idOf, link, linkedLongAgo, mergeOf, userOf } from './a-parting';

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
