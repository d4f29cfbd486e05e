// What each operation costs: database calls one after another and in all, as exact integers, answers held so that calls overlap.
import { startJourney } from './a-journey';
import type { From, Journey } from './a-journey';

const UNBOUND: From = { app: 'wxfa4e000000000004' };
let world: Journey;
beforeAll(async () => { world = await startJourney(); });
beforeEach(async () => {
  await world.reset();
  await world.holdDatabase();
});
afterAll(() => world.stop());

test('[REL-20] a first sign-in costs 3 deep, 5 in all; without an open platform 2 and 4', async () => {
  expect(await world.cost((await world.call('alice', 'session', { action: 'sign-in' })).invocation)).toEqual({ deep: 3, all: 5 });
  expect(await world.cost((await world.call('alice', 'session', { action: 'sign-in' }, UNBOUND)).invocation)).toEqual({ deep: 2, all: 4 });
});

test('[REL-20] a returning sign-in costs 1 deep, 2 in all, with a code one WeChat call more', async () => {
  await world.signIn('alice');
  const byContext = await world.call('alice', 'session', { action: 'sign-in' });
  expect([await world.cost(byContext.invocation), await world.cost(byContext.invocation, 'wechat')]).toEqual([{ deep: 1, all: 2 }, { deep: 0, all: 0 }]);
  const byCode = await world.call('alice', 'session', { action: 'sign-in', code: await world.loginCode('alice') });
  expect([await world.cost(byCode.invocation), await world.cost(byCode.invocation, 'wechat')]).toEqual([{ deep: 1, all: 2 }, { deep: 1, all: 1 }]);
});

test('[REL-20] a second app of a known unionid costs 3 deep, 4 in all', async () => {
  await world.control('POST', '/emulator/apps', { appid: 'wxfa4e0000000000aa', openPlatform: 'op1' });
  await world.signIn('alice');
  expect(await world.cost((await world.call('alice', 'session', { action: 'sign-in' }, { app: 'wxfa4e0000000000aa' })).invocation)).toEqual({ deep: 3, all: 4 });
});

test('[REL-20] renewing costs 1; within the grace 2; reuse caught 3', async () => {
  const { refreshToken } = await world.signIn('alice');
  const renew = async () => world.cost((await world.call('alice', 'session', { action: 'renew', refreshToken })).invocation);
  expect(await renew()).toEqual({ deep: 1, all: 1 });
  expect(await renew()).toEqual({ deep: 2, all: 2 });
  await world.advance(11);
  expect(await renew()).toEqual({ deep: 3, all: 3 });
});

test('[REL-20] list, profile and sign-out cost 1 each', async () => {
  const { accessToken } = await world.signIn('alice');
  for (const [door, action] of [['session', 'list'], ['profile', 'get'], ['session', 'sign-out']] as const) {
    const { requestID } = await world.callFunction('alice', door, { action, accessToken });
    expect(await world.cost(requestID)).toEqual({ deep: 1, all: 1 });
  }
});

test('[REL-20] changing the nickname costs 2 and one check by WeChat', async () => {
  const { accessToken } = await world.signIn('alice');
  const { invocation } = await world.call('alice', 'profile', { action: 'update', accessToken, nickname: '爱丽丝' });
  expect([await world.cost(invocation), await world.cost(invocation, 'wechat')]).toEqual([{ deep: 2, all: 2 }, { deep: 1, all: 1 }]);
});

test('[REL-20] revoking costs 2, signing out everywhere 2', async () => {
  await world.signIn('alice', { device: 'phone-2' });
  const { accessToken } = await world.signIn('alice');
  const { sessions } = await world.ask('alice', 'session', { action: 'list', accessToken });
  const sessionId = sessions.find(({ current }) => !current)?.sessionId ?? '';
  expect(await world.cost((await world.call('alice', 'session', { action: 'revoke', accessToken, sessionId })).invocation)).toEqual({ deep: 2, all: 2 });
  expect(await world.cost((await world.call('alice', 'session', { action: 'sign-out-everywhere', accessToken })).invocation)).toEqual({ deep: 2, all: 2 });
});

test('[REL-20] a read at the cached level costs nothing but its own within a minute', async () => {
  const { accessToken } = await world.signIn('alice');
  const costs: number[] = [];
  for (let count = 0; count < 12; count += 1) costs.push((await world.cost((await world.call('alice', 'notes', { action: 'list', accessToken })).invocation)).all);
  expect([Math.max(...costs), costs.at(-1)]).toEqual([2, 1]);
});

test('[REL-20] forged, malformed and foreign tokens cost nothing', async () => {
  const { accessToken, refreshToken } = await world.signIn('alice');
  const cheap = [['bob', { action: 'list', accessToken }], ['alice', { action: 'list', accessToken: 'x' }], ['bob', { action: 'renew', refreshToken }], ['alice', { action: 'renew', refreshToken: `${refreshToken.slice(0, -2)}AA` }], ['alice', { action: 'nothing' }]] as const;
  for (const [person, request] of cheap) {
    const { requestID, result } = await world.callFunction<{ ok: boolean }>(person, 'session', { ...request });
    expect([result.ok, await world.cost(requestID)]).toEqual([false, { deep: 0, all: 0 }]);
  }
  await world.advance(1000);
  const { requestID, result } = await world.callFunction<{ refusal: { code: string } }>('alice', 'session', { action: 'list', accessToken });
  expect([result.refusal.code, await world.cost(requestID)]).toEqual(['token-expired', { deep: 0, all: 0 }]);
});
