// What each operation costs: database calls one after another and in all, as exact integers, answers held so that calls overlap.
import { startJourney } from './a-journey';
import type { From, Journey } from './a-journey';
import { chosenPicture, keepHouse, operate, operated, phoneCode } from './a-life';

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

test('[REL-20] list, profile, ways to sign in and sign-out cost 1 each', async () => {
  const { accessToken } = await world.signIn('alice');
  for (const [door, action] of [['session', 'list'], ['profile', 'get'], ['account', 'identities'], ['session', 'sign-out']] as const) {
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

test('[REL-20] changing nickname and picture costs 2 and two checks, without a picture before and with one', async () => {
  const { accessToken, user } = await world.signIn('alice');
  for (const nickname of ['Alice', 'Alicia']) {
    const { reply, invocation } = await world.call('alice', 'profile', { action: 'update', accessToken, nickname, avatarFileId: await chosenPicture(world, 'alice', user.id) });
    expect([reply.ok, await world.cost(invocation), (await world.cost(invocation, 'wechat')).all]).toEqual([true, { deep: 2, all: 2 }, 2]);
  }
});

test('[REL-20] what changes nothing costs 1 and asks WeChat nothing', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.ask('alice', 'profile', { action: 'update', accessToken, nickname: 'Alice' });
  const { invocation } = await world.call('alice', 'profile', { action: 'update', accessToken, nickname: 'Alice' });
  expect([await world.cost(invocation), await world.cost(invocation, 'wechat')]).toEqual([{ deep: 1, all: 1 }, { deep: 0, all: 0 }]);
});

test('[REL-20] binding a number costs 3, the first of a day as well, and 1 more where another instance opened the day; beyond the budget no call of WeChat', async () => {
  await world.control('POST', '/emulator/people', { name: 'alice', phone: '+8613800000001' });
  const { accessToken } = await world.signIn('alice');
  const bind = async () => {
    const { invocation } = await world.call('alice', 'profile', { action: 'bind-phone', accessToken, code: await phoneCode(world, 'alice') });
    return [await world.cost(invocation), (await world.cost(invocation, 'wechat')).all];
  };
  expect(await bind()).toEqual([{ deep: 3, all: 3 }, 1]);
  for (let count = 0; count < 4; count += 1) expect([[{ deep: 3, all: 3 }, 1], [{ deep: 4, all: 4 }, 1]]).toContainEqual(await bind());
  expect([[{ deep: 2, all: 2 }, 0], [{ deep: 3, all: 3 }, 0]]).toContainEqual(await bind());
});

test('[REL-20] the history costs 1 deep, 2 in all; an export 2 and 4; closing and keeping 8 each, repeated 2 and 1', async () => {
  const { accessToken } = await world.signIn('alice');
  const costs: [string, { deep: number; all: number }][] = [];
  for (const action of ['history', 'export', 'close', 'close', 'keep', 'keep']) {
    const { requestID, result } = await world.callFunction<{ ok: boolean }>('alice', 'account', { action, accessToken });
    expect([action, result.ok]).toEqual([action, true]);
    costs.push([action, await world.cost(requestID)]);
  }
  expect(costs).toEqual([['history', { deep: 1, all: 2 }], ['export', { deep: 2, all: 4 }], ['close', { deep: 8, all: 8 }], ['close', { deep: 2, all: 2 }], ['keep', { deep: 8, all: 8 }], ['keep', { deep: 1, all: 1 }]]);
});

test('[REL-20] signing in to keep an account costs 9 deep, 11 in all', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.ask('alice', 'account', { action: 'close', accessToken });
  expect(await world.cost((await world.call('alice', 'session', { action: 'sign-in', keep: true })).invocation)).toEqual({ deep: 9, all: 11 });
});

test('[REL-20] a refused state costs no more than the state’s own reading', async () => {
  const { accessToken, refreshToken } = await world.signIn('alice');
  await world.ask('alice', 'account', { action: 'close', accessToken });
  expect(await world.cost((await world.call('alice', 'session', { action: 'sign-in' })).invocation)).toEqual({ deep: 1, all: 2 });
  expect(await world.cost((await world.call('alice', 'session', { action: 'renew', refreshToken })).invocation)).toEqual({ deep: 2, all: 2 });
  expect(await world.cost((await world.call('alice', 'profile', { action: 'get', accessToken })).invocation)).toEqual({ deep: 1, all: 1 });
});

test('[REL-20] an operator’s find costs 1 deep and 3 in all by id, 2 and 4 otherwise, a ban and lifting it 8 each, a page of the audit 1', async () => {
  const { user } = await world.signIn('alice');
  const { people } = await world.control<{ people: { name: string; openids: Record<string, string> }[] }>('GET', '/emulator/people');
  const openId = people.find(({ name }) => name === 'alice')?.openids['wxfa4e000000000001'] ?? '';
  const costs: { deep: number; all: number }[] = [];
  for (const request of [{ action: 'find', by: { id: user.id } }, { action: 'find', by: { openId } }, { action: 'ban', userId: user.id }, { action: 'lift', userId: user.id }, { action: 'verify-audit' }] as const) {
    const { reply, invocation } = await operate(world, request);
    expect([request.action, reply.ok]).toEqual([request.action, true]);
    costs.push(await world.cost(invocation));
  }
  expect(costs.map(({ deep, all }) => [deep, all])).toEqual([[1, 3], [2, 4], [8, 8], [8, 8], [1, 1]]);
});

test('[REL-20] linking, undoing it and unlinking cost what they cost, and only they', async () => {
  const SECOND = { app: 'wxfa4e000000000004' };
  const { accessToken } = await world.signIn('alice');
  const { accessToken: other } = await world.signIn('alice', SECOND);
  const costs: [string, number, number][] = [];
  const told = async <T>(action: string, called: Promise<{ reply: { ok: boolean; value?: T }; invocation: string }>): Promise<T> => {
    const { reply, invocation } = await called;
    if (reply.value === undefined) throw new Error(`${action} was refused`);
    const { deep, all } = await world.cost(invocation);
    costs.push([action, deep, all]);
    return reply.value;
  };
  const { linkCode } = await told<{ linkCode: string }>('link-start', world.call('alice', 'account', { action: 'link-start', accessToken }));
  await told('link-preview', world.call('alice', 'account', { action: 'link-preview', accessToken: other, linkCode }, SECOND));
  const { user } = await told<{ user: { id: string } }>('link-finish', world.call('alice', 'account', { action: 'link-finish', accessToken: other, linkCode }, SECOND));
  await world.advance(61);
  const { users: [found] } = await operated<{ users: { journal: { mergeId: string }[] }[] }>(world, { action: 'find', by: { id: user.id } });
  await told('undo-merge', operate(world, { action: 'undo-merge', mergeId: found?.journal[0]?.mergeId ?? '' }));
  const again = await world.signIn('alice', SECOND);
  const { linkCode: code } = await world.ask('alice', 'account', { action: 'link-start', accessToken });
  await world.ask('alice', 'account', { action: 'link-finish', accessToken: again.accessToken, linkCode: code }, SECOND);
  await world.advance(31 * 86_400);
  const { accessToken: late } = await world.signIn('alice');
  const { identities } = await world.ask('alice', 'account', { action: 'identities', accessToken: late });
  await told('unlink', world.call('alice', 'account', { action: 'unlink', accessToken: late, identityId: identities.find(({ current }) => !current)?.identityId ?? '' }));
  expect(costs).toEqual([['link-start', 2, 2], ['link-preview', 3, 3], ['link-finish', 31, 33], ['undo-merge', 37, 38], ['unlink', 7, 7]]);
});

test('[REL-20] housekeeping with nothing to do costs 9', async () => {
  expect(await world.cost((await keepHouse(world)).invocation)).toEqual({ deep: 9, all: 9 });
});

test('[REL-20] moving events costs 1 for each event and 1 for each identity; an erasure of one app’s account 10 beside', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.signIn('alice');
  await world.ask('alice', 'account', { action: 'close', accessToken });
  const after = await world.ledgerEnd();
  await world.advance(700);
  const timed = (await world.ledgerSince(after)).find(({ kind, name }) => kind === 'function' && name === 'housekeeping');
  expect((await world.cost(timed?.invocation ?? '')).all).toBe(9 + 2 + 1);
  const before = await world.ledgerEnd();
  await world.advance(15 * 86_400);
  const erasing = (await world.ledgerSince(before)).find(({ kind, name }) => kind === 'function' && name === 'housekeeping');
  expect((await world.cost(erasing?.invocation ?? '')).all).toBe(9 + 10);
});
