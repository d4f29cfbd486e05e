// The life of an account through its doors: what she sees of it, closing and keeping, the erasure by the timer, and what operators do.
import { randomBytes } from 'node:crypto';
import type { HistoryPage } from '../../contract/doors';
import type { AuditPage, FoundUser } from '../../contract/operator';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { aPicture, chosenPicture, everyPath, keepHouse, operate, operated, operatorJudge, operatorKey, phoneCode, storedFiles, weChatIds } from './a-life';

const DAY = 86_400;
const SECOND_APP = 'wxfa4e0000000000aa';
const UNBOUND_APP = 'wxfa4e000000000004';

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000}' } }); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

const signIn = (person: string, model = `phone of ${person}`) => world.ask(person, 'session', { action: 'sign-in', device: { platform: 'ios', model } });
const history = (person: string, accessToken: string): Promise<HistoryPage> => world.ask(person, 'account', { action: 'history', accessToken });
const close = (person: string, accessToken: string) => world.ask(person, 'account', { action: 'close', accessToken });
const codes = (paths: Record<string, string>) => [...new Set(Object.values(paths))];

/** Whatever a person can leave behind, each with a word that is hers alone. */
async function lived(person: string) {
  await world.control('POST', '/emulator/people', { name: person, phone: '+8613800000042' });
  await world.control('POST', '/emulator/apps', { appid: SECOND_APP, openPlatform: 'op1' });
  await world.ask(person, 'session', { action: 'sign-in', code: await world.loginCode(person, { app: SECOND_APP }), device: { platform: 'ios', model: 'canary-model-2' } }, { app: SECOND_APP });
  const signedIn = await world.ask(person, 'session', { action: 'sign-in', code: await world.loginCode(person), device: { platform: 'ios', model: 'canary-model' }, consent: { policyVersion: 'canary-policy' } });
  const { accessToken, user } = signedIn;
  const avatarFileId = await chosenPicture(world, person, user.id, aPicture('canary-picture'));
  await world.ask(person, 'profile', { action: 'update', accessToken, nickname: 'canary-nickname', avatarFileId });
  await world.ask(person, 'profile', { action: 'bind-phone', accessToken, code: await phoneCode(world, person) });
  await world.ask(person, 'notes', { action: 'add', accessToken, text: 'canary-note' });
  return signedIn;
}

test('[AC-8] the history tells what happened on which device, the same before and after the timer moved it', async () => {
  const first = await signIn('alice', 'the old phone');
  await signIn('bob');
  await world.advance(2);
  await world.ask('alice', 'session', { action: 'sign-out-everywhere', accessToken: first.accessToken });
  await world.advance(2);
  const { accessToken } = await signIn('alice', 'the new phone');
  const before = await history('alice', accessToken);
  expect(before.events.map(({ kind, device, appId }) => [kind, device?.model, appId])).toEqual([
    ['sign-in', 'the new phone', 'wxfa4e000000000001'], ['sign-out-everywhere', 'the old phone', 'wxfa4e000000000001'], ['sign-in', 'the old phone', 'wxfa4e000000000001'],
  ]);
  expect(before.events.every(({ ipPrefix }) => /^\d+\.\d+\.\d+\.\*$/.test(ipPrefix ?? ''))).toBe(true);
  await world.advance(700); // the timer comes every ten minutes
  const { identities = [], audit = [] } = await world.database();
  expect([identities.flatMap((identity) => identity['events'] as unknown[]), audit.length]).toEqual([[], 4]);
  expect(await history('alice', accessToken)).toEqual(before);
});

test('[AC-8] a long history comes in pages: each begins where the one before it ended, across what was moved and what was not', async () => {
  for (let count = 0; count < 30; count += 1) await world.signIn('alice');
  await world.advance(700);
  for (let count = 0; count < 30; count += 1) await world.signIn('alice');
  const { accessToken } = await world.signIn('alice');
  const first = await history('alice', accessToken);
  expect([first.events.length >= 50, first.events.length < 61, first.next]).toEqual([true, true, first.events.at(-1)?.at]);
  const rest = await world.ask('alice', 'account', { action: 'history', accessToken, before: first.next ?? 0 });
  const times = [...first.events, ...rest.events].map(({ at }) => at);
  expect([times.length, rest.next]).toEqual([61, null]);
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test('[AC-9] an export holds everything about her, nothing of another’s and no secret', async () => {
  const bob = await signIn('bob');
  await world.ask('bob', 'notes', { action: 'add', accessToken: bob.accessToken, text: 'a note of bob' });
  const { accessToken, refreshToken, user } = await lived('dora');
  const { document } = await world.ask('dora', 'account', { action: 'export', accessToken });
  const openids = await weChatIds(world, 'dora');
  expect(document).toMatchObject({
    format: 1, user: { id: user.id, nickname: 'canary-nickname', phone: { number: '+8613800000042' }, consents: [{ policy: 'canary-policy', action: 'session/sign-in' }] },
    identities: expect.arrayContaining([expect.objectContaining({ appId: SECOND_APP }), expect.objectContaining({ appId: 'wxfa4e000000000001', openId: expect.stringMatching(/^oFAKE/) })]),
    history: [{ kind: 'sign-in', device: { model: 'canary-model' } }, { kind: 'sign-in', device: { model: 'canary-model-2' } }], belongings: { notes: [{ text: 'canary-note' }] },
  });
  const text = JSON.stringify(document);
  expect(openids.filter((id) => text.includes(id))).toHaveLength(3); // two apps and the open platform
  for (const foreign of ['bob', bob.user.id, ...(await weChatIds(world, 'bob')), accessToken, refreshToken, 'sealed', 'box', 'sessionKey']) expect(text).not.toContain(foreign);
});

test('[SEC-60] an export wants a fresh sign-in', async () => {
  const { accessToken } = await signIn('alice');
  await world.advance(601);
  expect(await world.judge('alice', 'account', { action: 'export', accessToken })).toBe('recent-sign-in-required');
});

test('[AC-3] a closed account is refused on every path of every app; keeping it opens them all again', async () => {
  await world.control('POST', '/emulator/apps', { appid: SECOND_APP, openPlatform: 'op1' });
  const inSecond = await world.signIn('alice', { app: SECOND_APP });
  const tokens = await signIn('alice');
  const { erasedAt } = await close('alice', tokens.accessToken);
  expect((await close('alice', tokens.accessToken)).erasedAt).toBe(erasedAt);
  expect(codes(await everyPath(world, 'alice', tokens))).toEqual(['account-closed']);
  expect(codes(await everyPath(world, 'alice', inSecond, { app: SECOND_APP }))).toEqual(['account-closed']);
  expect(await world.judge('alice', 'account', { action: 'keep', accessToken: tokens.accessToken })).toBe('ok');
  expect(await world.judge('alice', 'account', { action: 'keep', accessToken: tokens.accessToken })).toBe('ok');
  expect(await everyPath(world, 'alice', tokens)).toMatchObject({ 'session sign-in': 'ok', 'session renew': 'ok', 'session list': 'ok', 'profile get': 'ok', 'account export': 'ok', 'notes add': 'ok' });
  expect(await world.judge('alice', 'session', { action: 'list', accessToken: inSecond.accessToken }, { app: SECOND_APP })).toBe('ok');
  expect((await history('alice', tokens.accessToken)).events.map(({ kind }) => kind).filter((kind) => kind === 'close' || kind === 'keep')).toEqual(['keep', 'close']);
});

test('[AC-4] signing in and saying so keeps the account and its user; without saying so it is refused', async () => {
  const { accessToken, user } = await signIn('alice');
  await close('alice', accessToken);
  await world.advance(15 * DAY - 1200);
  expect(await world.judge('alice', 'session', { action: 'sign-in' })).toBe('account-closed');
  expect(await world.ask('alice', 'session', { action: 'sign-in', keep: true })).toMatchObject({ isNew: false, user: { id: user.id } });
  await world.advance(2 * DAY);
  expect((await world.signIn('alice')).user.id).toBe(user.id);
});

test('[SEC-75] when its time has come the timer erases the account: nothing of the person is left in the database or the storage', async () => {
  const { accessToken, user } = await lived('dora');
  await signIn('bob');
  const canaries = [...(await weChatIds(world, 'dora')), '13800000042', 'dora', 'canary-nickname', 'canary-note', 'canary-model', 'canary-policy', 'canary-picture'];
  await close('dora', accessToken);
  await world.advance(15 * DAY - 1200);
  const held = JSON.stringify(await world.database());
  expect(canaries.filter((canary) => held.includes(canary))).toEqual(expect.arrayContaining(['canary-nickname', 'canary-note', 'canary-model', 'canary-policy']));
  expect((await storedFiles(world)).map(({ fileId }) => fileId)).toEqual([expect.stringMatching(/\/avatars\/[A-Za-z0-9_-]{22}\.png$/)]);
  await world.advance(1800);
  const left = JSON.stringify([await world.database(), await storedFiles(world)]);
  expect(canaries.filter((canary) => left.includes(canary))).toEqual([]);
  expect(await storedFiles(world)).toEqual([]);
  const { users = [], identities = [], unions = [], notes = [], flows = [] } = await world.database();
  expect(users.find((each) => each['_id'] === user.id)).toMatchObject({ status: 'erased', nickname: null, avatarUrl: null, avatarFileId: null, phone: null, consents: [], closing: null });
  expect(identities.filter((each) => each['userId'] === user.id)).toMatchObject([{ status: 'erased', sessions: [], events: [], unionId: null }, { status: 'erased', sessions: [], events: [], unionId: null }]);
  expect([unions.filter((each) => each['userId'] === user.id), notes, flows]).toEqual([[], [], []]);
  expect(await operated<AuditPage>(world, { action: 'verify-audit' })).toMatchObject({ broken: null, isWhole: true });
});

test('[AC-7] whoever was erased comes back as a new user through every app, and what she held opens nothing', async () => {
  const { accessToken, refreshToken, user } = await lived('dora');
  await close('dora', accessToken);
  await world.advance(15 * DAY);
  await world.advance(600);
  const back = await world.ask('dora', 'session', { action: 'sign-in', keep: true }); // there is nothing to keep
  expect(back).toMatchObject({ isNew: true, user: { nickname: null, avatarUrl: null, phone: null } });
  expect(back.user.id).not.toBe(user.id);
  expect(await world.signIn('dora', { app: SECOND_APP })).toMatchObject({ isNew: false, user: { id: back.user.id } });
  expect(await world.judge('dora', 'session', { action: 'renew', refreshToken })).toBe('session-revoked');
  expect((await history('dora', back.accessToken)).events.map(({ kind }) => kind)).toEqual(['sign-in', 'sign-in']);
  expect((await world.ask('dora', 'notes', { action: 'list', accessToken: back.accessToken })).notes).toEqual([]);
  expect(await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { phone: '+8613800000042' } })).toEqual({ users: [] });
});

test('[SEC-75] an erasure of one app’s user leaves her other user outside the open platform alone', async () => {
  const outside = await world.signIn('alice', { app: UNBOUND_APP });
  const { accessToken } = await signIn('alice');
  await close('alice', accessToken);
  await world.advance(15 * DAY + 600);
  expect(await world.signIn('alice', { app: UNBOUND_APP })).toMatchObject({ isNew: false, user: { id: outside.user.id } });
});

test('[OP-1] an operator finds her by id, openid, unionid or number, and sees neither secret nor the number in full', async () => {
  const { user } = await lived('dora');
  const { people } = await world.control<{ people: { name: string; openids: Record<string, string>; unionids: Record<string, string> }[] }>('GET', '/emulator/people');
  const dora = people.find(({ name }) => name === 'dora');
  for (const by of [{ id: user.id }, { openId: dora?.openids[SECOND_APP] ?? '' }, { unionId: dora?.unionids['op1'] ?? '' }, { phone: '+8613800000042' }]) {
    const { users } = await operated<{ users: FoundUser[] }>(world, { action: 'find', by });
    expect(users).toMatchObject([{ userId: user.id, status: 'active', nickname: 'canary-nickname', phone: '+86*******0042', isOfThisIndexKey: true }]);
    expect(users[0]?.identities.map(({ openId }) => openId).sort()).toEqual([dora?.openids['wxfa4e000000000001'], dora?.openids[SECOND_APP]].sort());
    expect(JSON.stringify(users)).not.toMatch(/13800000042|sealed|box|hash/);
  }
  expect(await operated(world, { action: 'find', by: { phone: '+8613800000043' } })).toEqual({ users: [] });
});

test('[OP-2] a ban refuses every path of every app at once; lifting it ends the sessions from before', async () => {
  await world.control('POST', '/emulator/apps', { appid: SECOND_APP, openPlatform: 'op1' });
  const inSecond = await world.signIn('alice', { app: SECOND_APP });
  const tokens = await signIn('alice');
  const userId = tokens.user.id;
  expect(await operated(world, { action: 'ban', userId })).toEqual({});
  expect(codes(await everyPath(world, 'alice', tokens))).toEqual(['user-blocked']);
  expect(codes(await everyPath(world, 'alice', inSecond, { app: SECOND_APP }))).toEqual(['user-blocked']);
  for (const action of ['close', 'keep']) expect(await world.judge('alice', 'account', { action, accessToken: tokens.accessToken })).toBe('user-blocked');
  expect(await world.judge('alice', 'session', { action: 'sign-in', keep: true })).toBe('user-blocked');
  expect([await operatorJudge(world, { action: 'ban', userId }), await operatorJudge(world, { action: 'lift', userId }), await operatorJudge(world, { action: 'lift', userId })]).toEqual(['ok', 'ok', 'ok']);
  expect(await world.judge('alice', 'session', { action: 'renew', refreshToken: tokens.refreshToken })).toBe('session-revoked');
  expect(await world.judge('alice', 'profile', { action: 'get', accessToken: tokens.accessToken })).toBe('session-revoked');
  const again = await signIn('alice');
  expect(again).toMatchObject({ isNew: false, user: { id: userId } });
  expect((await history('alice', again.accessToken)).events.map(({ kind }) => kind)).toEqual(['sign-in', 'lift', 'ban', 'sign-in', 'sign-in']);
  expect(await operatorJudge(world, { action: 'ban', userId: 'nobody-000000000000000' })).toBe('not-found');
});

test('[OP-2] a banned account that was waiting is not erased, and goes on waiting once the ban is lifted', async () => {
  const { accessToken, user } = await signIn('alice');
  await close('alice', accessToken);
  await operated(world, { action: 'ban', userId: user.id });
  await world.advance(16 * DAY);
  expect(await world.judge('alice', 'session', { action: 'sign-in' })).toBe('user-blocked');
  await operated(world, { action: 'lift', userId: user.id });
  expect(await world.judge('alice', 'session', { action: 'sign-in', keep: true })).toBe('account-closed');
  expect((await keepHouse(world)).reply).toMatchObject({ ok: true, value: { erased: 1 } });
  expect(await world.signIn('alice')).toMatchObject({ isNew: true });
});

test('[OP-3] without a key, with a wrong one or another operator’s the door is forbidden and asks nothing', async () => {
  const key = operatorKey(world);
  for (const wrong of [{ ...key, secret: '' }, { ...key, secret: randomBytes(32).toString('base64url') }, { ...key, caller: 'nobody' }]) {
    const tested = await world.testFunction('operator', { action: 'find', by: { phone: '+8613800000001' }, ...wrong });
    expect(tested).toMatchObject({ result: { ok: false, refusal: { code: 'forbidden' } } });
    expect(await world.cost(tested.invocation)).toEqual({ deep: 0, all: 0 });
  }
  expect(await world.testFunction('operator', { action: 'find', by: { phone: '+8613800000001' } })).toMatchObject({ result: { refusal: { code: 'bad-request' } } });
});

test('[OP-3] a person who knows the key is forbidden all the same, and so are other functions and timers', async () => {
  const request = { ...operatorKey(world), action: 'find', by: { phone: '+8613800000001' } };
  expect((await world.callFunction<{ refusal: { code: string } }>('alice', 'operator', request)).result.refusal.code).toBe('forbidden');
  for (const [as, source] of [[{ person: 'alice' }, 'wx_http'], [{ person: 'alice' }, null], [null, 'wx_trigger'], [null, 'wx_client'], [null, 'scf']] as const) {
    expect(await world.testFunction('operator', request, as, source)).toMatchObject({ result: { ok: false, refusal: { code: 'forbidden' } } });
  }
  expect(await world.testFunction('operator', request, null, 'wx_http')).toMatchObject({ result: { ok: true } });
});

test('[SEC-03] housekeeping answers its timer and nobody else', async () => {
  for (const [as, source] of [[{ person: 'alice' }, undefined], [null, undefined], [null, 'wx_http'], [{ person: 'alice' }, 'wx_trigger']] as const) {
    const tested = await world.testFunction('housekeeping', { Type: 'Timer', TriggerName: 'housekeeping' }, as, source);
    expect(tested).toMatchObject({ result: { ok: false, refusal: { code: 'forbidden' } } });
    expect(await world.cost(tested.invocation)).toEqual({ deep: 0, all: 0 });
  }
});

test('[AU-5] the audit is whole, its head stands in housekeeping’s log line, and no id of WeChat stands in either', async () => {
  await signIn('alice');
  await signIn('bob');
  await world.advance(120);
  const { reply, invocation } = await keepHouse(world);
  const page = await operated<AuditPage>(world, { action: 'verify-audit' });
  expect(page).toMatchObject({ rows: 2, broken: null, isWhole: true, head: reply.ok ? reply.value.head : null });
  const lines = (await world.logs()).filter((line) => line.invocation === invocation);
  expect(lines.map(({ text }) => text).join()).toContain(page.head?.hash ?? 'no head');
  for (const id of [...(await weChatIds(world, 'alice')), ...(await weChatIds(world, 'bob'))]) expect(JSON.stringify([lines, (await world.database())['audit']])).not.toContain(id);
  expect((await operate<AuditPage>(world, { action: 'verify-audit', after: { seq: 1, hash: 'A'.repeat(43) } })).reply).toMatchObject({ ok: true, value: { broken: { seq: 2 } } });
});

describe('operators’ keys of one’s own', () => {
  const [current, retired, future] = [randomBytes(32), randomBytes(32), randomBytes(32)].map((each) => each.toString('base64url'));
  let other: Journey;
  beforeAll(async () => {
    const keys = [{ caller: 'ops', secret: current }, { caller: 'gone', secret: retired, retiredAt: Date.now() - 1 }, { caller: 'going', secret: future, retiredAt: Date.now() + 3_600_000 }];
    other = await startJourney({ env: { OPERATOR_KEYS: JSON.stringify(keys) } });
  });
  afterAll(() => other.stop());

  test('[OP-3] a retired key is refused from its end on; the others work', async () => {
    const find = async (caller: string, secret: string | undefined) => {
      const tested = await other.testFunction<{ ok: boolean }>('operator', { caller, secret, action: 'find', by: { phone: '+8613800000001' } });
      return tested.ok && tested.result.ok;
    };
    expect([await find('ops', current), await find('gone', retired), await find('going', future), await find('ops', future)]).toEqual([true, false, true, false]);
    await other.advance(3601);
    expect([await find('ops', current), await find('going', future)]).toEqual([true, false]);
  });
});
