// She signs in: context, code, races, and what stands in the database afterwards.
import { mostOpenAtOnce, startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000}' } }); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

test('[SI-1] a first sign-in writes user, identity and guard, readable in a console', async () => {
  const { user, isNew } = await world.signIn('alice');
  const { users, identities, unions } = await world.database();
  const person = (await world.control<{ people: { name: string; openids: Record<string, string>; unionids: Record<string, string> }[] }>('GET', '/emulator/people')).people.find(({ name }) => name === 'alice');
  expect(isNew).toBe(true);
  expect(users).toMatchObject([{ _id: user.id, status: 'active', nickname: null }]);
  expect(identities).toMatchObject([{ appid: 'wxfa4e000000000001', openid: person?.openids['wxfa4e000000000001'], unionId: person?.unionids['op1'], userId: user.id, kind: 'mini-program' }]);
  expect(unions).toMatchObject([{ userId: user.id }]);
});

test('[SI-9] the tokens carry exactly the contract’s claims and none of WeChat’s ids', async () => {
  const { accessToken, accessTokenExpiresAt, user } = await world.signIn('alice');
  const [header, claims] = accessToken.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>);
  expect(Object.keys(header ?? {}).sort()).toEqual(['alg', 'kid', 'typ']);
  expect(header).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  expect(Object.keys(claims ?? {}).sort()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
  expect(claims).toMatchObject({ sub: user.id, client_id: 'wxfa4e000000000001', exp: accessTokenExpiresAt / 1000 });
  expect(Number(claims?.['exp']) - Number(claims?.['iat'])).toBe(900);
  expect(JSON.stringify(claims)).not.toContain('oFAKE');
});

test('[REL-01] a hundred first sign-ins at once: one user, one identity, all ok, one new, twenty sessions', async () => {
  await world.holdDatabase();
  const answers = await Promise.all(Array.from({ length: 100 }, () => world.call('alice', 'session', { action: 'sign-in' })));
  const values = answers.flatMap(({ reply }) => (reply.ok ? [reply.value] : []));
  expect(values).toHaveLength(100);
  expect(new Set(values.map(({ user }) => user.id)).size).toBe(1);
  expect(values.filter(({ isNew }) => isNew)).toHaveLength(1);
  const { users, identities } = await world.database();
  expect([users?.length, identities?.length]).toEqual([1, 1]);
  expect(identities?.[0]?.['sessions']).toHaveLength(20);
  expect(mostOpenAtOnce(await world.ledgerSince(0), 'session')).toBeGreaterThanOrEqual(2);
});

test('[SI-10] signing in again after a sign-out updates the identity; id and profile stay', async () => {
  const first = await world.signIn('alice');
  await world.ask('alice', 'session', { action: 'sign-out', accessToken: first.accessToken });
  await world.advance(3600);
  const again = await world.ask('alice', 'session', { action: 'sign-in', code: await world.loginCode('alice') });
  const [identity] = (await world.database())['identities'] ?? [];
  expect(again).toMatchObject({ isNew: false, user: { id: first.user.id } });
  expect(identity).toMatchObject({ sealed: { sessionKeys: [expect.objectContaining({ kid: expect.any(String) })] } });
  expect(identity?.['lastSignInAt']).not.toEqual(identity?.['linkedAt']);
});

test('[SI-5] a unionid that WeChat gives later is bound at the next sign-in', async () => {
  await world.control('POST', '/emulator/people', { name: 'dora', unionid: false });
  const { user } = await world.signIn('dora');
  await world.control('POST', '/emulator/people', { name: 'dora', unionid: true });
  await world.holdDatabase();
  const { reply, invocation } = await world.call('dora', 'session', { action: 'sign-in' });
  expect(reply).toMatchObject({ ok: true, value: { isNew: false, user: { id: user.id } } });
  expect(await world.cost(invocation)).toEqual({ deep: 3, all: 4 });
  expect((await world.database())['unions']).toMatchObject([{ userId: user.id }]);
});

test('[SI-7] two apps of one open platform are one user; an app outside it is another', async () => {
  await world.control('POST', '/emulator/apps', { appid: 'wxfa4e0000000000aa', openPlatform: 'op1' });
  const { user } = await world.signIn('alice');
  expect(await world.signIn('alice', { app: 'wxfa4e0000000000aa' })).toMatchObject({ isNew: false, user: { id: user.id } });
  expect((await world.signIn('alice', { app: 'wxfa4e000000000004' })).user.id).not.toBe(user.id);
});

test('[SEC-02] without a person’s context every action is forbidden and nothing is written', async () => {
  for (const [as, source] of [[null, undefined], [{ person: 'alice' }, 'wx_http'], [{ person: 'alice' }, 'wx_client,scf'], [{ person: 'alice' }, 'wx_crawler'], [{ person: 'alice' }, 'wx_trigger'], [{ person: 'alice' }, null]] as const) {
    const tested = await world.testFunction<{ ok: false; refusal: { code: string; message: string } }>('session', { action: 'sign-in' }, as, source);
    expect(tested).toMatchObject({ ok: true, result: { ok: false, refusal: { code: 'forbidden', retry: 'never', retryAt: null, requestId: tested.invocation } } });
    expect(await world.cost(tested.invocation)).toEqual({ deep: 0, all: 0 });
  }
  expect((await world.database())['identities']).toEqual([]);
});

test('[SEC-03] a developer in the DevTools simulator is a user', async () => {
  for (const source of ['wx_devtools', 'wx_localdebug']) expect(await world.testFunction('session', { action: 'sign-in' }, { person: 'alice' }, source)).toMatchObject({ ok: true, result: { ok: true } });
});

test('[SEC-01] ids that a client puts into the event are refused, and the platform’s userInfo is never read', async () => {
  for (const field of ['openid', 'unionid', 'appid', 'OPENID', 'uid', 'httpMethod', 'Type']) expect(await world.judge('alice', 'session', { action: 'sign-in', [field]: 'oFAKE_bob' })).toBe('bad-request');
  const { user } = await world.signIn('alice');
  const { result } = await world.callFunction<{ ok: true; value: { user: { id: string } } }>('alice', 'session', { action: 'sign-in', userInfo: { openId: 'oFAKE_bob', appId: 'wx' } });
  expect(result.value.user.id).toBe(user.id);
});

test('[SEC-04] an event that looks like HTTP, a timer or a push is plain data, and refused as such', async () => {
  for (const shape of [{ httpMethod: 'GET', path: '/', headers: {} }, { Type: 'Timer', TriggerName: 'nightly', Time: '2026-01-01T00:00:00Z' }, { MsgType: 'event', Event: 'user_authorization_revoke' }]) {
    expect(await world.judge('alice', 'session', { action: 'sign-in', ...shape })).toBe('bad-request');
    expect(await world.judge('alice', 'session', shape)).toBe('bad-request');
    expect(await world.testFunction('session', { action: 'sign-in', ...shape })).toMatchObject({ result: { refusal: { code: 'forbidden' } } });
  }
});

test('[SEC-05] malformed requests cost no call', async () => {
  const long = 'x'.repeat(9000);
  for (const request of [{}, { action: 'nothing' }, { action: 'sign-in', extra: 1 }, { action: 'sign-in', device: { platform: 'ios', model: 'x', y: 1 } }, { action: 'renew' }, { action: 'renew', refreshToken: long }, { action: 'sign-in', code: '' }, { action: ['sign-in'] }]) {
    const { result, requestID } = await world.callFunction<{ ok: false; refusal: { code: string } }>('alice', 'session', request);
    expect(result.refusal.code).toBe('bad-request');
    expect(await world.cost(requestID)).toEqual({ deep: 0, all: 0 });
  }
});

test('[SEC-71] each invocation writes one log line, with its id and cost, without openid or token', async () => {
  const { reply, invocation } = await world.call('alice', 'session', { action: 'sign-in', code: await world.loginCode('alice') });
  const lines = (await world.logs()).filter((line) => line.invocation === invocation);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]?.text ?? '')).toMatchObject({ level: 'info', requestId: invocation, door: 'session', action: 'sign-in', refusal: null, databaseCalls: 5, wechatCalls: 1 });
  expect(lines[0]?.text).not.toMatch(/oFAKE|eyJ/);
  expect(reply.ok).toBe(true);
});
