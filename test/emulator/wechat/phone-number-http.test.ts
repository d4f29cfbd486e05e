// wxa/business/getuserphonenumber over HTTP: the app is that of the access_token.
import type { Reply } from './access-tokens';
import { ask, post, stable, tokenOf } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, NOON, OFFICIAL_ACCOUNT, UNBOUND } from './local-wechat';

const PATH = 'wxa/business/getuserphonenumber';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  world.wechat.people.put({ name: 'alice', phone: '+8613800000001' });
});
afterEach(() => world.close());

function tap(appid = MINI_PROGRAM): string {
  const answer = world.call('getPhoneNumber', 'alice', { appid });
  return answer.ok ? String(answer.result['code']) : '';
}
async function exchange(body: unknown, appid = MINI_PROGRAM): Promise<Reply> {
  return post(world, PATH, body, { access_token: tokenOf(await stable(world, appid)) });
}

test('[WX-91] a code is traded once for the number', async () => {
  const code = tap();
  const info = { phoneNumber: '13800000001', purePhoneNumber: '13800000001', countryCode: '86', watermark: { timestamp: NOON / 1000, appid: MINI_PROGRAM } };
  expect(await exchange({ code })).toEqual({ errcode: 0, errmsg: 'ok', phone_info: info });
  expect(await exchange({ code })).toEqual({ errcode: 40029, errmsg: expect.stringMatching(/^invalid code hint: \[[0-9A-Za-z-]{16}\] rid: [0-9a-f-]{26}$/) as unknown });
  expect(world.ledger.filter(({ name }) => name === PATH).map(({ outcome }) => outcome)).toEqual(['ok', 'errcode:40029']);
});

test('[WX-91] a code of another app is 40013, an official account 48001, and neither uses the code up', async () => {
  const code = tap(UNBOUND);
  expect(await exchange({ code })).toMatchObject({ errcode: 40013 });
  expect(await exchange({ code }, OFFICIAL_ACCOUNT)).toMatchObject({ errcode: 48001 });
  expect(await exchange({ code }, UNBOUND)).toMatchObject({ errcode: 0 });
});

test('[WX-91] the token is judged before the method, the method before the body', async () => {
  const access_token = tokenOf(await stable(world));
  expect(await ask(world, PATH)).toMatchObject({ errcode: 41001 });
  expect(await ask(world, PATH, { access_token })).toMatchObject({ errcode: 43002 });
  expect(await ask(world, PATH, { access_token }, { method: 'POST' })).toMatchObject({ errcode: 44002 });
  expect(await ask(world, PATH, { access_token }, { method: 'POST', body: 'code=1' })).toMatchObject({ errcode: 47001 });
  expect(await exchange({})).toMatchObject({ errcode: 47001 });
});
