// Her phone number: released by a tap, exchanged once, kept sealed; whose code counts, how often, and what it never does.
import type { FoundUser } from '../../contract/operator';
import { startJourney } from './a-journey';
import type { From, Journey } from './a-journey';
import { operated, phoneCode } from './a-life';

const EXCHANGE = 'phonenumber.getPhoneNumber';
const UNBOUND: From = { app: 'wxfa4e000000000004' };

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"phonePerDay":5,"phonePerAppPerDay":8}' } }); });
beforeEach(async () => {
  await world.reset();
  await world.control('POST', '/emulator/people', { name: 'alice', phone: '+8613800000001' });
  await world.control('POST', '/emulator/people', { name: 'bob', phone: '+85291234567' });
});
afterAll(() => world.stop());

const bind = (person: string, accessToken: string, code: string, from?: From) => world.call(person, 'profile', { action: 'bind-phone', accessToken, code }, from);
const judge = (person: string, accessToken: string, code: string, from?: From) => world.judge(person, 'profile', { action: 'bind-phone', accessToken, code }, from);
const phoneOf = async (person: string, accessToken: string) => (await world.ask(person, 'profile', { action: 'get', accessToken })).user.phone;
const exchanges = async () => (await world.ledgerSince(0)).filter(({ kind, name }) => kind === 'wechat' && name === EXCHANGE);

test('[SEC-22] the number that her tap released is shown masked and stands in clear nowhere, neither does its code', async () => {
  const { accessToken } = await world.signIn('alice');
  const code = await phoneCode(world, 'alice');
  const { reply, invocation } = await bind('alice', accessToken, code);
  expect(reply).toMatchObject({ ok: true, value: { user: { phone: '+86*******0001' } } });
  const [user] = (await world.database())['users'] ?? [];
  expect(user).toMatchObject({ phone: { masked: '+86*******0001', hash: expect.any(String), sealed: { kid: expect.any(String), box: expect.any(String) } } });
  const shown = JSON.stringify([reply, await world.database(), await world.ledgerSince(0), (await world.logs()).filter((line) => line.invocation === invocation)]);
  expect([shown.includes('13800000001'), shown.includes(code)]).toEqual([false, false]);
  expect((await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { phone: '+8613800000001' } })).users).toHaveLength(1);
});

test('[SEC-22] a number from elsewhere keeps its country', async () => {
  const { accessToken } = await world.signIn('bob');
  expect((await bind('bob', accessToken, await phoneCode(world, 'bob'))).reply).toMatchObject({ ok: true, value: { user: { phone: '+852****4567' } } });
  expect((await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { phone: '+85291234567' } })).users).toHaveLength(1);
});

test('[SEC-22] a code that was used, is too old, is of another app, of the login or made up binds nothing', async () => {
  const { accessToken } = await world.signIn('alice');
  const used = await phoneCode(world, 'bob');
  const bob = await world.signIn('bob');
  expect(await judge('bob', bob.accessToken, used)).toBe('ok');
  expect(await judge('alice', accessToken, used)).toBe('code-invalid');
  expect(await judge('alice', accessToken, await phoneCode(world, 'alice', UNBOUND))).toBe('code-invalid');
  expect(await judge('alice', accessToken, await world.loginCode('alice'))).toBe('code-invalid');
  const old = await phoneCode(world, 'alice');
  await world.advance(301);
  expect(await judge('alice', accessToken, old)).toBe('code-invalid');
  expect((await bind('alice', accessToken, 'the code is a mock one')).reply).toMatchObject({ refusal: { code: 'code-invalid', retry: 'new-code' } });
  expect([await phoneOf('alice', accessToken), await phoneOf('bob', bob.accessToken)]).toEqual([null, '+852****4567']);
});

test('[SI-3] the code of the phone button signs nobody in', async () => {
  expect(await world.judge('alice', 'session', { action: 'sign-in', code: await phoneCode(world, 'alice') })).toBe('code-invalid');
});

test('[SEC-22] a person without a number has nothing to release', async () => {
  await expect(phoneCode(world, 'carol')).rejects.toThrow('getPhoneNumber:fail');
});

test('[SEC-60] her first number wants no fresh sign-in, another one in its place does', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.advance(601);
  expect(await judge('alice', accessToken, await phoneCode(world, 'alice'))).toBe('ok');
  await world.control('POST', '/emulator/people', { name: 'alice', phone: '+8613800000002' });
  expect(await judge('alice', accessToken, await phoneCode(world, 'alice'))).toBe('recent-sign-in-required');
  expect(await exchanges()).toHaveLength(1);
  const again = await world.signIn('alice');
  expect((await bind('alice', again.accessToken, await phoneCode(world, 'alice'))).reply).toMatchObject({ value: { user: { phone: '+86*******0002' } } });
  expect(await operated(world, { action: 'find', by: { phone: '+8613800000001' } })).toEqual({ users: [] });
});

test('[SEC-73] of twenty at once WeChat is asked exactly as often as a day allows; the others hear until when to wait', async () => {
  const { accessToken } = await world.signIn('alice');
  const codes = await Promise.all(Array.from({ length: 20 }, () => phoneCode(world, 'alice')));
  await world.holdDatabase(10);
  const answers = (await Promise.all(codes.map((code) => bind('alice', accessToken, code)))).map(({ reply }) => reply);
  const codesOf = answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code));
  // Of those that WeChat answered, one that finds another number than it began with stores nothing.
  expect([(await exchanges()).length, codesOf.filter((each) => each === 'rate-limited').length, codesOf.filter((each) => each === 'ok' || each === 'conflict-retry').length]).toEqual([5, 15, 5]);
  expect(codesOf).toContain('ok');
  const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
  for (const answer of answers.filter((each) => !each.ok && each.refusal.code === 'rate-limited')) {
    expect(answer).toMatchObject({ refusal: { retry: 'later', retryAt: expect.any(Number) } });
    const retryAt = answer.ok ? 0 : (answer.refusal.retryAt ?? 0);
    expect([retryAt > now, retryAt - now <= 86_400_000, new Date(retryAt + 8 * 3_600_000).toISOString().slice(11)]).toEqual([true, true, '00:00:00.000Z']);
  }
  await world.advance(86_400);
  const tomorrow = await world.signIn('alice');
  expect(await judge('alice', tomorrow.accessToken, await phoneCode(world, 'alice'))).toBe('ok');
});

test('[SEC-73] what an app may spend in a day stands over what its people may, and counts in each app by itself', async () => {
  for (const [person, most] of [['alice', 5], ['bob', 3]] as const) {
    const { accessToken } = await world.signIn(person);
    const codes = await Promise.all(Array.from({ length: 6 }, () => phoneCode(world, person)));
    const answers = await Promise.all(codes.map((code) => judge(person, accessToken, code)));
    expect(answers.filter((code) => code === 'rate-limited')).toHaveLength(6 - most);
  }
  expect(await exchanges()).toHaveLength(8);
  const { accessToken } = await world.signIn('bob', UNBOUND);
  expect(await judge('bob', accessToken, await phoneCode(world, 'bob', UNBOUND), UNBOUND)).toBe('ok');
});

test.each([[-1, 'wechat-busy'], [40001, 'internal']] as const)('[SEC-73] with WeChat answering errcode %i it is asked once for a code, nothing is bound, and what was taken of the budget is given back', async (errcode, code) => {
  const { accessToken } = await world.signIn('alice');
  await world.setFault({ target: 'wechat', call: EXCHANGE, times: 6, kind: 'errcode', errcode });
  for (let count = 0; count < 6; count += 1) expect(await judge('alice', accessToken, await phoneCode(world, 'alice'))).toBe(code);
  expect(await exchanges()).toHaveLength(6);
  expect(await phoneOf('alice', accessToken)).toBeNull();
  expect(await judge('alice', accessToken, await phoneCode(world, 'alice'))).toBe('ok');
});

test.each(['drop-before', 'drop-after', 'html', 'empty', 'truncated'])('[SEC-73] where WeChat’s answer is lost by %s it may have cost: it is asked once for a code, and what was taken of the budget stays taken', async (kind) => {
  const { accessToken } = await world.signIn('alice');
  await world.setFault({ target: 'wechat', call: EXCHANGE, times: 5, kind });
  const codes = [];
  for (let count = 0; count < 6; count += 1) codes.push(await judge('alice', accessToken, await phoneCode(world, 'alice')));
  expect([codes, (await exchanges()).length, await phoneOf('alice', accessToken)]).toEqual([[...Array<string>(5).fill('wechat-unavailable'), 'rate-limited'], 5, null]);
});

test('[SEC-23] one number of two people signs nobody in, links and merges nothing', async () => {
  await world.control('POST', '/emulator/people', { name: 'bob', phone: '+8613800000001' });
  const ids = [];
  for (const person of ['alice', 'bob']) {
    const { accessToken, user } = await world.signIn(person);
    expect(await judge(person, accessToken, await phoneCode(world, person))).toBe('ok');
    ids.push(user.id);
  }
  const { users } = await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { phone: '+8613800000001' } });
  expect(users.map(({ userId, identities }) => [userId, identities.length]).sort()).toEqual(ids.map((id) => [id, 1]).sort());
  expect([(await world.signIn('alice')).user.id, (await world.signIn('bob')).user.id]).toEqual(ids);
});
