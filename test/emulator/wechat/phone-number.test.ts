// The phone button: what it gives, what its code is worth, and for whom.
import { createDecipheriv } from 'node:crypto';
import { aLocalWeChat, exchangeOf, type LocalWeChat, MINI_PROGRAM, NOON, OFFICIAL_ACCOUNT, traded, UNBOUND } from './local-wechat';

const MINUTE = 60_000;
const AS_ALICE = { person: 'alice', app: MINI_PROGRAM };
const INFO = { phoneNumber: '13800000001', purePhoneNumber: '13800000001', countryCode: '86', watermark: { timestamp: NOON / 1000, appid: MINI_PROGRAM } };
const RID = '[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}';
const INVALID_CODE = { errcode: 40029, errmsg: expect.stringMatching(new RegExp(`^invalid code hint: \\[[0-9A-Za-z]{9}-[0-9A-Za-z]{6}\\] rid: ${RID}$`)) };

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  world.wechat.people.put({ name: 'alice', phone: '+8613800000001' });
});
afterEach(() => world.close());

function tap(person = 'alice', appid = MINI_PROGRAM, device = 'phone-1'): Record<string, unknown> {
  const answer = world.call('getPhoneNumber', person, { appid, device });
  if (!answer.ok) throw new Error(answer.error.errMsg);
  return answer.result;
}
const codeOf = (result: Record<string, unknown>) => String(result['code']);
function exchange(args: Record<string, unknown>, caller: { person: string | null; app: string | null } | null = AS_ALICE) {
  return world.wechat.openApi.call('phonenumber.getPhoneNumber', args, caller);
}

test('[WX-67] the button gives a code of 64 hex digits, another each time, which is no login code', async () => {
  const codes = [tap(), tap()].map(codeOf);
  for (const code of codes) expect(code).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(codes).size).toBe(2);
  expect(await traded(world, codes[0] ?? '')).toMatchObject({ errcode: 40029 });
});

test('[WX-67] a person without a phone declines', () => {
  expect(world.call('getPhoneNumber', 'bob')).toEqual({ ok: false, error: { errMsg: 'getPhoneNumber:fail user deny' } });
});

test('[WX-67] the code is traded for the number, its parts and a watermark of the tap', () => {
  const code = codeOf(tap());
  world.advance(MINUTE);
  expect(exchange({ code })).toEqual({ errcode: 0, errmsg: 'ok', phone_info: INFO });
});

test.each([['+85291234567', '852', '91234567'], ['+12025550123', '1', '2025550123'], ['+79991234567', '7', '9991234567'], ['+447700900123', '44', '7700900123'], ['+886912345678', '886', '912345678']])('[WX-68] the foreign number %s keeps its area code and is told apart', (phone, countryCode, purePhoneNumber) => {
  world.wechat.people.put({ name: 'alice', phone });
  expect(exchange({ code: codeOf(tap()) })).toMatchObject({ phone_info: { phoneNumber: phone, purePhoneNumber, countryCode } });
});

test('[WX-69] a code is good once, also after a restart', () => {
  const code = codeOf(tap());
  expect(exchange({ code })).toMatchObject({ errcode: 0 });
  world.restart();
  expect([exchange({ code }), exchange({ code })]).toEqual([INVALID_CODE, INVALID_CODE]);
});

test('[WX-69] a code is good for five minutes of the simulated clock', () => {
  const [early, late] = [codeOf(tap()), codeOf(tap())];
  world.advance(5 * MINUTE - 1);
  expect(exchange({ code: early })).toMatchObject({ errcode: 0 });
  world.advance(1);
  expect(exchange({ code: late })).toEqual(INVALID_CODE);
});

test('[WX-69] an expired code leaves the shelf', () => {
  tap();
  world.advance(5 * MINUTE);
  tap();
  expect(world.shelf.entries('wechat/phonecode/')).toHaveLength(1);
});

test('[WX-69] a login code, a made-up one and none are 40029', () => {
  for (const code of [world.login('alice'), 'f'.repeat(64), '', '../person/alice']) expect(exchange({ code })).toEqual(INVALID_CODE);
});

test.each([['no code', {}], ['a number', { code: 7 }], ['an openid that is no text', { code: 'x', openid: 7 }]])('[WX-69] %s is 47001', (_what, args) => {
  expect(exchange(args)).toEqual({ errcode: 47001, errmsg: expect.stringMatching(new RegExp(`^data format error rid: ${RID}$`)) });
});

test('[WX-70] a code of another app is 40013 and is not used up', () => {
  const code = codeOf(tap('alice', UNBOUND));
  expect(exchange({ code })).toMatchObject({ errcode: 40013 });
  expect(exchange({ code }, { person: 'alice', app: UNBOUND })).toMatchObject({ errcode: 0, phone_info: { watermark: { appid: UNBOUND } } });
});

test('[WX-70] an openid beside the code has to be its person\'s; without one, whoever calls gets the number', () => {
  const code = codeOf(tap());
  expect(exchange({ code, openid: world.person('bob').openids[MINI_PROGRAM] })).toMatchObject({ errcode: 40003 });
  expect(exchange({ code, openid: world.person('alice').openids[MINI_PROGRAM] })).toMatchObject({ errcode: 0 });
  expect(exchange({ code: codeOf(tap()) }, { person: 'bob', app: MINI_PROGRAM })).toMatchObject({ phone_info: INFO });
});

test('[WX-70] a call that no person is behind is made for the first mini program', () => {
  expect(exchange({ code: codeOf(tap()) }, null)).toMatchObject({ phone_info: INFO });
  expect(exchange({ code: codeOf(tap()) }, { person: null, app: OFFICIAL_ACCOUNT })).toMatchObject({ errcode: 40013 });
});

test('[WX-70] the code stands for the number of the tap', () => {
  const code = codeOf(tap());
  world.wechat.people.put({ name: 'alice', phone: '+8613900000002' });
  expect(exchange({ code })).toMatchObject({ phone_info: { phoneNumber: '13800000001' } });
  expect(exchange({ code: codeOf(tap()) })).toMatchObject({ phone_info: { phoneNumber: '13900000002' } });
});

function opened(result: Record<string, unknown>, sessionKey: string): unknown {
  const decipher = createDecipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(String(result['iv']), 'base64'));
  return JSON.parse(Buffer.concat([decipher.update(String(result['encryptedData']), 'base64'), decipher.final()]).toString()) as unknown;
}

test('[WX-71] without a login on the device there is a code and nothing sealed', () => {
  world.login('alice', { device: 'phone-2' });
  expect(Object.keys(tap())).toEqual(['code', 'errMsg']);
});

test('[WX-71] with a login, encryptedData opens under the session_key to the number and a watermark, and names no openid', async () => {
  const { session_key: sessionKey } = await traded(world, world.login('alice'));
  expect(opened(tap(), String(sessionKey))).toEqual(INFO);
});

test('[WX-71] the number is sealed with the session_key of the moment: one that a later login rotated does not open it', async () => {
  const { session_key: stale } = await traded(world, world.login('alice'));
  const { session_key: current } = await (await world.exchange(exchangeOf(world, world.login('alice')))).json() as Record<string, unknown>;
  const result = tap();
  expect(opened(result, String(current))).toEqual(INFO);
  expect(() => opened(result, String(stale))).toThrow();
});

test('[WX-71] the cloudID becomes the number in a function\'s event, for her and within five minutes only', () => {
  world.login('alice');
  const cloudID = String(tap()['cloudID']);
  const replaced = (person: string, appid = MINI_PROGRAM) => world.wechat.replaceCloudIds({ phone: { $cloudID: cloudID } }, { person: world.person(person), app: world.app(appid) });
  expect(replaced('alice')).toEqual({ data: { phone: { cloudID, data: INFO } }, keys: ['phone'] });
  expect(world.wechat.openData([cloudID], AS_ALICE).map(({ json }) => JSON.parse(json) as unknown)).toEqual([{ cloudID, data: INFO }]);
  expect([replaced('bob'), replaced('alice', UNBOUND)]).toEqual(Array.from({ length: 2 }, () => ({ data: { phone: { cloudID, errCode: -601007, errMsg: 'cloudID and calling user does not match.' } }, keys: [] })));
  world.advance(5 * MINUTE);
  expect(replaced('alice')).toEqual({ data: { phone: { cloudID, errCode: -601006, errMsg: 'cloudID expired.' } }, keys: [] });
  expect(world.wechat.openData([cloudID, '27_made-up'], AS_ALICE).map(({ json }) => (JSON.parse(json) as { errCode: number }).errCode)).toEqual([-601006, -601005]);
});

test('[WX-67] a reset forgets the codes', () => {
  const code = codeOf(tap());
  world.wechat.reset();
  expect(exchange({ code })).toEqual(INVALID_CODE);
});
