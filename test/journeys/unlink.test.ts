// Two accounts that a person links by a code that she looked at first, and a way in that she gives up again: through the doors.
import type { AuditPage } from '../../contract/operator';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { keepHouse, operated } from './a-life';

const OWN_APP = 'wxfa4e000000000001';
const SIBLING_APP = 'wxfa4e0000000000aa';
const UNBOUND_APP = 'wxfa4e000000000004';
const THERE = { app: UNBOUND_APP };

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000}' } }); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

const waysOf = async (accessToken: string, from = {}) => (await world.ask('alice', 'account', { action: 'identities', accessToken }, from)).identities;
const historyOf = async (accessToken: string) => (await world.ask('alice', 'account', { action: 'history', accessToken })).events;
const preview = (accessToken: string, linkCode: string, from = {}) => world.ask('alice', 'account', { action: 'link-preview', accessToken, linkCode }, from);
const unlink = (accessToken: string, identityId: string, from = {}) => world.judge('alice', 'account', { action: 'unlink', accessToken, identityId }, from);

/** Alice has an account in an app of an open platform and another one in an app of none. */
async function twoAccounts() {
  const own = await world.signIn('alice');
  await world.advance(1);
  const there = await world.signIn('alice', THERE);
  expect(there.user.id).not.toBe(own.user.id);
  return { own, there };
}

/** The two are one; a token of each app, and the id of each way in. `days`: how long ago that was; after thirty it cannot be undone. */
async function linked(days = 31) {
  const { own, there: apart } = await twoAccounts();
  const { linkCode } = await world.ask('alice', 'account', { action: 'link-start', accessToken: apart.accessToken }, THERE);
  await world.ask('alice', 'account', { action: 'link-finish', accessToken: own.accessToken, linkCode });
  await world.advance(days * 86_400 + 61);
  const here = await world.signIn('alice');
  const there = await world.signIn('alice', THERE);
  expect([here.user.id, there.user.id]).toEqual([own.user.id, own.user.id]);
  const ways = await waysOf(here.accessToken);
  const idOf = (app: string) => ways.find(({ appId }) => appId === app)?.identityId ?? '';
  return { userId: own.user.id, apart: apart.user.id, here: here.accessToken, there, idHere: idOf(OWN_APP), idThere: idOf(UNBOUND_APP) };
}

test('[MG23] giving up what a link of late brought undoes it: both are who they were, with what was theirs', async () => {
  for (const which of ['idHere', 'idThere'] as const) {
    await world.reset();
    const { userId, apart, here, there, ...ids } = await linked(0);
    await world.ask('alice', 'notes', { action: 'add', accessToken: here, text: 'since' });
    expect(await unlink(which === 'idHere' ? there.accessToken : here, ids[which], which === 'idHere' ? THERE : {})).toBe('ok');
    expect([(await world.signIn('alice')).user.id, (await world.signIn('alice', THERE)).user.id]).toEqual([userId, apart]);
    expect((await world.database())['notes']?.map(({ userId: of }) => of)).toEqual([userId]);
  }
});

test('[MG20] before she links she sees whose account the code is of, and in which app; looking takes nothing', async () => {
  const { own, there } = await twoAccounts();
  await world.ask('alice', 'profile', { action: 'update', accessToken: there.accessToken, nickname: '小红' }, THERE);
  const { linkCode } = await world.ask('alice', 'account', { action: 'link-start', accessToken: there.accessToken }, THERE);
  const before = await world.database();
  const shown = { nickname: '小红', avatarUrl: null, kind: 'mini-program', appId: UNBOUND_APP, isOwn: false };
  for (let time = 0; time < 2; time += 1) expect(await preview(own.accessToken, linkCode)).toEqual(shown);
  // In the account that the code is of, it shows that there is nothing to link.
  expect(await preview(there.accessToken, linkCode, THERE)).toEqual({ ...shown, isOwn: true });
  expect(await world.database()).toEqual(before);
  expect(await world.ask('alice', 'account', { action: 'link-finish', accessToken: own.accessToken, linkCode })).toMatchObject({ user: { id: own.user.id } });
  expect(await preview(own.accessToken, linkCode)).toMatchObject({ nickname: '小红', isOwn: true });
});

test('[MG20] a code that nobody gave, that another took, that is five minutes old or of a session that ended shows nobody', async () => {
  const { own, there } = await twoAccounts();
  const judge = (linkCode: string, accessToken = own.accessToken) => world.judge('alice', 'account', { action: 'link-preview', accessToken, linkCode });
  const start = async () => (await world.ask('alice', 'account', { action: 'link-start', accessToken: (await world.signIn('alice', THERE)).accessToken }, THERE)).linkCode;
  expect([await judge('x'), await judge('x'.repeat(22)), await judge('not a code'), await judge(await start(), 'x')]).toEqual(['code-invalid', 'code-invalid', 'bad-request', 'token-invalid']);
  const bob = await world.signIn('bob');
  const taken = await start();
  await world.ask('bob', 'account', { action: 'link-finish', accessToken: bob.accessToken, linkCode: taken });
  expect(await judge(taken)).toBe('code-invalid');
  const fresh = await world.signIn('carol', THERE);
  const ended = (await world.ask('carol', 'account', { action: 'link-start', accessToken: fresh.accessToken }, THERE)).linkCode;
  expect(await judge(ended)).toBe('ok');
  await world.ask('carol', 'session', { action: 'sign-out', accessToken: fresh.accessToken }, THERE);
  expect(await judge(ended)).toBe('code-invalid');
  const old = (await world.ask('carol', 'account', { action: 'link-start', accessToken: (await world.signIn('carol', THERE)).accessToken }, THERE)).linkCode;
  await world.advance(301);
  expect(await judge(old)).toBe('code-invalid');
  expect(there.isNew).toBe(true);
});

test('[MG19] a way in that she gives up is over at once: who signs in there is somebody new, and all that was hers stays', async () => {
  const { userId, here, there, idThere } = await linked();
  await world.ask('alice', 'notes', { action: 'add', accessToken: there.accessToken, text: 'hers' }, THERE);
  expect(await unlink(here, idThere)).toBe('ok');
  expect((await waysOf(here)).map(({ appId }) => appId)).toEqual([OWN_APP]);
  expect(await world.judge('alice', 'session', { action: 'list', accessToken: there.accessToken }, THERE)).toBe('session-revoked');
  expect(await world.judge('alice', 'session', { action: 'renew', refreshToken: there.refreshToken }, THERE)).toBe('session-revoked');
  const anew = await world.signIn('alice', THERE);
  expect([anew.isNew, anew.user.id === userId, (await world.signIn('alice', THERE)).user.id]).toEqual([true, false, anew.user.id]);
  expect([(await world.ask('alice', 'notes', { action: 'list', accessToken: here })).notes.map(({ text }) => text), (await world.ask('alice', 'notes', { action: 'list', accessToken: anew.accessToken }, THERE)).notes]).toEqual([['hers'], []]);
  expect([(await world.signIn('alice')).user.id, await unlink(here, idThere)]).toEqual([userId, 'not-found']);
});

test('[MG19] it tells of it in her history, with what that way in did before, and the chain of the audit holds', async () => {
  const { here, idThere } = await linked();
  await world.advance(1);
  expect(await unlink(here, idThere)).toBe('ok');
  const told = await historyOf(here);
  expect(told.map(({ kind, appId }) => [kind, appId])).toEqual([['unlink', UNBOUND_APP], ['sign-in', UNBOUND_APP], ['sign-in', OWN_APP], ['merge', OWN_APP], ['sign-in', UNBOUND_APP], ['sign-in', OWN_APP]]);
  await world.advance(61);
  await keepHouse(world);
  expect(await historyOf(here)).toEqual(told);
  expect(await operated<AuditPage>(world, { action: 'verify-audit' })).toMatchObject({ broken: null });
});

test('[MG19] of the way in that she is using, too; linked again by a code it is hers again', async () => {
  const { userId, here, there, idHere } = await linked();
  expect(await unlink(here, idHere)).toBe('ok');
  expect(await world.judge('alice', 'session', { action: 'list', accessToken: here })).toBe('session-revoked');
  expect((await waysOf(there.accessToken, THERE)).map(({ appId, current }) => [appId, current])).toEqual([[UNBOUND_APP, true]]);
  const anew = await world.signIn('alice');
  expect([anew.isNew, anew.user.id === userId]).toEqual([true, false]);
  expect((await world.database())['unions']?.map((union) => union['userId'])).toEqual([anew.user.id]);
  const { linkCode } = await world.ask('alice', 'account', { action: 'link-start', accessToken: anew.accessToken });
  await world.ask('alice', 'account', { action: 'link-finish', accessToken: there.accessToken, linkCode }, THERE);
  expect((await world.signIn('alice')).user.id).toBe(userId);
});

test('[SEC-60] not the last one, not one of two that share a unionid, not another’s, and not by a sign-in of more than ten minutes ago', async () => {
  const { userId, here, there, idHere, idThere } = await linked();
  const bob = await world.signIn('bob');
  const [bobs] = (await world.ask('bob', 'account', { action: 'identities', accessToken: bob.accessToken })).identities;
  expect([await unlink(here, bobs?.identityId ?? ''), await unlink(here, 'x'), await unlink(here, 'no id'), await unlink('x', idThere), await world.judge('bob', 'account', { action: 'unlink', accessToken: here, identityId: idThere })])
    .toEqual(['not-found', 'not-found', 'bad-request', 'token-invalid', 'token-invalid']);
  await world.advance(660);
  expect([await unlink(here, idThere), await unlink(there.accessToken, idHere, THERE)]).toEqual(['recent-sign-in-required', 'recent-sign-in-required']);
  await world.control('POST', '/emulator/apps', { appid: SIBLING_APP, openPlatform: 'op1' });
  const sibling = await world.signIn('alice', { app: SIBLING_APP });
  const { accessToken } = await world.signIn('alice');
  const ways = await waysOf(accessToken);
  expect([sibling.user.id, ways.length]).toEqual([userId, 3]);
  const codes = [];
  for (const app of [OWN_APP, SIBLING_APP]) codes.push(await unlink(accessToken, ways.find(({ appId }) => appId === app)?.identityId ?? ''));
  expect(codes).toEqual(['link-conflict', 'link-conflict']);
  expect(await unlink(accessToken, idThere)).toBe('ok');
  const only = await world.signIn('alice', THERE);
  const [own] = await waysOf(only.accessToken, THERE);
  expect(await unlink(only.accessToken, own?.identityId ?? '', THERE)).toBe('link-conflict');
  expect((await world.signIn('alice', THERE)).user.id).toBe(only.user.id);
});
