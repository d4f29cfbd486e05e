// She stays and leaves: renewal, reuse, listing, signing out, and time passing inside real function processes.
import type { Tokens } from '../../contract/doors';
import { mostOpenAtOnce, startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
beforeAll(async () => { world = await startJourney(); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

const renew = (refreshToken: string, person = 'alice') => world.judge(person, 'session', { action: 'renew', refreshToken });
const list = (accessToken: string, person = 'alice') => world.judge(person, 'session', { action: 'list', accessToken });
const sessionsOf = async () => ((await world.database())['identities'] ?? []).flatMap((identity) => identity['sessions'] as { n: number }[]);

test('[SEC-36] twenty renewals at once through several processes give one refresh token', async () => {
  const { refreshToken } = await world.signIn('alice');
  await world.holdDatabase(20);
  const from = await world.ledgerEnd();
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.ask('alice', 'session', { action: 'renew', refreshToken })));
  expect(new Set(answers.map((tokens: Tokens) => tokens.refreshToken)).size).toBe(1);
  expect((await sessionsOf()).map(({ n }) => n)).toEqual([1]);
  expect(mostOpenAtOnce(await world.ledgerSince(from), 'session')).toBeGreaterThanOrEqual(2);
});

test('[SEC-37] the predecessor answers within ten seconds with the same successor, and no longer', async () => {
  const { refreshToken } = await world.signIn('alice');
  const successor = (await world.ask('alice', 'session', { action: 'renew', refreshToken })).refreshToken;
  await world.advance(9);
  expect((await world.ask('alice', 'session', { action: 'renew', refreshToken })).refreshToken).toBe(successor);
  await world.advance(2);
  expect(await renew(refreshToken)).toBe('session-revoked');
});

test('[SEC-38] a reused older generation ends the session: the newest tokens stop too', async () => {
  const { refreshToken } = await world.signIn('alice');
  const second = await world.ask('alice', 'session', { action: 'renew', refreshToken });
  const third = await world.ask('alice', 'session', { action: 'renew', refreshToken: second.refreshToken });
  expect(await renew(refreshToken)).toBe('session-revoked');
  expect(await renew(third.refreshToken)).toBe('session-revoked');
  expect(await list(third.accessToken)).toBe('session-revoked');
});

test('[SEC-39] forged and foreign refresh tokens are token-invalid and change nothing', async () => {
  const { refreshToken } = await world.signIn('alice');
  await world.signIn('bob');
  const before = await world.database();
  for (const forged of ['x', '', `${refreshToken}x`, refreshToken.replace('r1', 'r2'), refreshToken.slice(0, -8)]) expect(await renew(forged)).toBe('token-invalid');
  expect(await renew(refreshToken, 'bob')).toBe('token-invalid');
  expect(await world.database()).toEqual(before);
  expect(await renew(refreshToken)).toBe('ok');
});

test('[SEC-34] an access token expires 60 seconds after its end by the simulated clock, also inside the functions', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.advance(955);
  expect(await list(accessToken)).toBe('ok');
  await world.advance(10);
  expect(await list(accessToken)).toBe('token-expired');
  await world.advance(-3600);
  expect(await list(accessToken)).toBe('token-invalid');
});

test('[SEC-40] an idle session ends after 30 days, a renewed one after 90', async () => {
  const { refreshToken } = await world.signIn('alice');
  await world.advance(31 * 86_400);
  expect(await renew(refreshToken)).toBe('session-revoked');
  let token = (await world.signIn('alice')).refreshToken;
  for (let month = 0; month < 3; month += 1) {
    await world.advance(28 * 86_400);
    token = (await world.ask('alice', 'session', { action: 'renew', refreshToken: token })).refreshToken;
  }
  await world.advance(7 * 86_400);
  expect(await renew(token)).toBe('session-revoked');
});

test('[SEC-41] the list names this device, its model and a masked address', async () => {
  await world.ask('alice', 'session', { action: 'sign-in', device: { platform: 'android', model: 'Pixel 一号' } }, { device: 'phone-2' });
  await world.advance(60);
  const { accessToken } = await world.ask('alice', 'session', { action: 'sign-in', device: { platform: 'ios', model: 'iPhone' } });
  const { sessions } = await world.ask('alice', 'session', { action: 'list', accessToken });
  expect(sessions).toHaveLength(2);
  expect(sessions[0]).toMatchObject({ current: true, door: 'mini-program', appId: 'wxfa4e000000000001', device: { platform: 'ios', model: 'iPhone' } });
  expect(sessions[0]?.ipPrefix).toMatch(/^\d+\.\d+\.\d+\.\*$/);
  expect(sessions[1]).toMatchObject({ current: false, device: { platform: 'android', model: 'Pixel 一号' } });
  expect((sessions[0]?.expiresAt ?? 0) - (sessions[0]?.createdAt ?? 0)).toBe(30 * 86_400_000);
});

test('[SE-2] after signing out the next call of every door is refused, and signing out again is ok', async () => {
  const { accessToken, refreshToken } = await world.signIn('alice');
  expect(await world.judge('alice', 'notes', { action: 'add', accessToken, text: '你好' })).toBe('ok');
  expect((await world.ask('alice', 'notes', { action: 'list', accessToken })).notes).toMatchObject([{ text: '你好' }]);
  expect(await world.judge('alice', 'session', { action: 'sign-out', accessToken })).toBe('ok');
  for (const [door, request] of [['session', { action: 'list' }], ['profile', { action: 'get' }], ['notes', { action: 'add', text: 'late' }]] as const) expect(await world.judge('alice', door, { ...request, accessToken })).toBe('session-revoked');
  expect(await renew(refreshToken)).toBe('session-revoked');
  expect(await world.judge('alice', 'session', { action: 'sign-out', accessToken })).toBe('ok');
});

test('[SEC-14] signing out takes the sealed session_key with it', async () => {
  const { accessToken } = await world.ask('alice', 'session', { action: 'sign-in', code: await world.loginCode('alice') });
  const keys = async () => ((await world.database())['identities'] ?? []).map((identity) => (identity['sealed'] as { sessionKeys: unknown[] }).sessionKeys.length);
  expect(await keys()).toEqual([1]);
  await world.ask('alice', 'session', { action: 'sign-out', accessToken });
  expect(await keys()).toEqual([0]);
});

test('[SE-3] a token shown by another person is token-invalid and changes nothing', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.signIn('bob');
  for (const [door, action] of [['session', 'list'], ['session', 'sign-out'], ['profile', 'get'], ['notes', 'list']] as const) expect(await world.judge('bob', door, { action, accessToken })).toBe('token-invalid');
  expect(await list(accessToken)).toBe('ok');
});

test('[SE-6] notes are found by user: another person sees none of them', async () => {
  const alice = await world.signIn('alice');
  const bob = await world.signIn('bob');
  await world.ask('alice', 'notes', { action: 'add', accessToken: alice.accessToken, text: 'mine' });
  expect((await world.ask('bob', 'notes', { action: 'list', accessToken: bob.accessToken })).notes).toEqual([]);
});

test('[SEC-32] a reader at the cached level is at most sixty seconds behind a sign-out, a writer not at all', async () => {
  const { accessToken } = await world.signIn('alice');
  for (let count = 0; count < 8; count += 1) await world.ask('alice', 'notes', { action: 'list', accessToken });
  await world.ask('alice', 'session', { action: 'sign-out', accessToken });
  expect(await world.judge('alice', 'notes', { action: 'add', accessToken, text: 'late' })).toBe('session-revoked');
  await world.advance(61);
  for (let count = 0; count < 8; count += 1) expect(await world.judge('alice', 'notes', { action: 'list', accessToken })).toBe('session-revoked');
});

test('[SEC-41] revoking ends that session and its tokens at once; unknown, ended and foreign ids are not-found alike', async () => {
  const first = await world.signIn('alice', { device: 'phone-2' });
  const { accessToken } = await world.signIn('alice');
  const bob = await world.signIn('bob');
  const idOf = async (token: string, person: string, current: boolean) => (await world.ask(person, 'session', { action: 'list', accessToken: token })).sessions.find((each) => each.current === current)?.sessionId ?? '';
  const other = await idOf(accessToken, 'alice', false);
  const foreign = await idOf(bob.accessToken, 'bob', true);
  const revoke = (sessionId: string) => world.judge('alice', 'session', { action: 'revoke', accessToken, sessionId });
  expect(await revoke(other)).toBe('ok');
  expect(await list(first.accessToken)).toBe('session-revoked');
  expect(await renew(first.refreshToken)).toBe('session-revoked');
  expect([await revoke(other), await revoke(foreign), await revoke('unknown'), await revoke(`${'a'.repeat(22)}.${'b'.repeat(22)}`)]).toEqual(Array(4).fill('not-found'));
  expect(await list(bob.accessToken, 'bob')).toBe('ok');
  expect(await world.signIn('alice', { device: 'phone-2' })).toMatchObject({ isNew: false });
});

test('[SEC-42] signing out everywhere ends every session of the user in every app, this one too, and no renewal survives it', async () => {
  await world.control('POST', '/emulator/apps', { appid: 'wxfa4e0000000000aa', openPlatform: 'op1' });
  const here = await world.signIn('alice');
  const there = await world.signIn('alice', { app: 'wxfa4e0000000000aa' });
  const bob = await world.signIn('bob');
  await world.holdDatabase(20);
  const [everywhere, ...renewals] = await Promise.all([
    world.judge('alice', 'session', { action: 'sign-out-everywhere', accessToken: here.accessToken }),
    ...Array.from({ length: 5 }, () => world.call('alice', 'session', { action: 'renew', refreshToken: here.refreshToken })),
  ]);
  expect(everywhere).toBe('ok');
  for (const { reply } of renewals) if (reply.ok) expect(await list(reply.value.accessToken)).toBe('session-revoked');
  expect(await world.judge('alice', 'session', { action: 'list', accessToken: there.accessToken }, { app: 'wxfa4e0000000000aa' })).toBe('session-revoked');
  expect(await renew(here.refreshToken)).toBe('session-revoked');
  expect(await list(bob.accessToken, 'bob')).toBe('ok');
  expect((await sessionsOf()).length).toBe(1);
});

test('[SEC-73] the 21st sign-in and the 31st renewal of a minute are rate-limited with the time when the next is free', async () => {
  for (let count = 0; count < 19; count += 1) await world.signIn('alice');
  let { refreshToken } = await world.signIn('alice');
  const { reply } = await world.call('alice', 'session', { action: 'sign-in' });
  expect(reply).toMatchObject({ ok: false, refusal: { code: 'rate-limited', retry: 'later', retryAt: expect.any(Number) } });
  const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
  const retryAt = reply.ok ? 0 : (reply.refusal.retryAt ?? 0);
  expect(retryAt).toBeGreaterThan(now);
  expect(retryAt).toBeLessThanOrEqual(now + 60_000);
  expect(await world.judge('bob', 'session', { action: 'sign-in' })).toBe('ok');
  for (let count = 0; count < 30; count += 1) ({ refreshToken } = await world.ask('alice', 'session', { action: 'renew', refreshToken }));
  expect(await renew(refreshToken)).toBe('rate-limited');
  await world.advance(61);
  expect([await world.judge('alice', 'session', { action: 'sign-in' }), await renew(refreshToken)]).toEqual(['ok', 'ok']);
});

test('[SEC-73] the limits hold under a hundred calls at once', async () => {
  await world.signIn('alice');
  await world.advance(61);
  await world.holdDatabase(20);
  const codes = await Promise.all(Array.from({ length: 100 }, () => world.judge('alice', 'session', { action: 'sign-in' })));
  expect([codes.filter((code) => code === 'ok').length, codes.filter((code) => code === 'rate-limited').length]).toEqual([20, 80]);
});
