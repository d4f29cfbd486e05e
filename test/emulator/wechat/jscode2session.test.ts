// The life of a wx.login code, seen from the server that trades it.
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, CHILD, exchangeOf, MINI_PROGRAM, NOON, OFFICIAL_ACCOUNT, traded, UNBOUND } from './local-wechat';

const FIVE_MINUTES = 300_000;

describe('sns/jscode2session', () => {
  let world: LocalWeChat;
  beforeEach(async () => { world = await aLocalWeChat(); });
  afterEach(() => world.close());

  it('[WX-6] wx.login gives 32 of [0-9A-Za-z] beginning with 0, another each time', () => {
    const answer = world.call('login', 'alice');
    expect(answer).toEqual({ ok: true, result: { code: expect.stringMatching(/^0[0-9A-Za-z]{31}$/) as unknown, errMsg: 'login:ok' } });
    expect(new Set(Array.from({ length: 50 }, () => world.login('alice'))).size).toBe(50);
  });

  it('[WX-7] a code is traded for session_key, openid and, in a bound app, unionid', async () => {
    const alice = world.person('alice');
    expect(await traded(world, world.login('alice'))).toEqual({
      session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/) as unknown, openid: alice.openids[MINI_PROGRAM], unionid: alice.unionids['op1'],
    });
    expect(await traded(world, world.login('alice', { appid: UNBOUND }), UNBOUND)).not.toHaveProperty('unionid');
    world.wechat.people.put({ name: 'bob', unionid: false });
    expect(await traded(world, world.login('bob'))).not.toHaveProperty('unionid');
  });

  it('[WX-8] a code is good once: again it is 40163', async () => {
    const code = world.login('alice');
    expect(await traded(world, code)).toHaveProperty('openid');
    expect(await traded(world, code)).toMatchObject({ errcode: 40163 });
    world.restart();
    expect(await traded(world, code)).toMatchObject({ errcode: 40163 });
  });

  it('[WX-8] a hundred trades of one code at once give one session', async () => {
    const code = world.login('alice');
    const replies = await Promise.all(Array.from({ length: 100 }, () => traded(world, code)));
    expect(replies.filter((reply) => 'openid' in reply)).toHaveLength(1);
    expect(replies.filter((reply) => reply['errcode'] === 40163)).toHaveLength(99);
  });

  it('[WX-9] a code is good for five minutes of the simulated clock, used or not: then it is 40029', async () => {
    const [early, late, used] = [world.login('alice'), world.login('alice'), world.login('alice')];
    await traded(world, used);
    world.advance(FIVE_MINUTES - 1);
    expect(await traded(world, early)).toHaveProperty('openid');
    world.advance(1);
    expect(await traded(world, late)).toMatchObject({ errcode: 40029 });
    expect(await traded(world, used)).toMatchObject({ errcode: 40029 });
  });

  it('[WX-9] expired codes do not stay on the shelf for ever', () => {
    world.login('alice');
    world.advance(FIVE_MINUTES);
    world.login('alice');
    expect(world.shelf.entries('wechat/code/')).toHaveLength(1);
  });

  it('[WX-10] a code of another app, a made-up one and a path in its place are 40029', async () => {
    const foreign = world.login('alice', { appid: UNBOUND });
    for (const code of [foreign, '0'.repeat(32), 'the code is a mock one', '../app/wxfa4e000000000001']) {
      expect(await traded(world, code)).toMatchObject({ errcode: 40029 });
    }
    expect(await traded(world, foreign, UNBOUND)).toHaveProperty('openid');
  });

  it('[WX-11] several codes of one person are good side by side', async () => {
    const codes = [world.login('alice'), world.login('alice'), world.login('alice')];
    for (const code of codes.reverse()) expect(await traded(world, code)).toHaveProperty('openid');
  });

  it('[WX-12] a blocked person gets a code, which is 40226 and good again once she is not blocked', async () => {
    world.wechat.people.put({ name: 'alice', blocked: true });
    const code = world.login('alice');
    expect(await traded(world, code)).toMatchObject({ errcode: 40226 });
    world.wechat.people.put({ name: 'alice', blocked: false });
    expect(await traded(world, code)).toHaveProperty('openid');
  });

  it('[WX-13] the parameters are judged before the app, the app before the code', async () => {
    const good = exchangeOf(world, world.login('alice'));
    const queries: Record<string, string>[] = [
      {}, { appid: 'wrong' }, { appid: 'wrong', secret: 'wrong' }, { appid: 'wrong', secret: 'wrong', js_code: 'wrong' }, { ...good, grant_type: 'client_credential' },
      { ...good, appid: 'wrong', secret: 'wrong' }, { ...good, appid: OFFICIAL_ACCOUNT }, { ...good, secret: 'wrong', js_code: 'wrong' }, { ...good, js_code: 'wrong' }, { ...good, appid: '' },
    ];
    const errcodes = await Promise.all(queries.map(async (query) => (await (await world.exchange(query)).json() as { errcode: number }).errcode));
    expect(errcodes).toEqual([41002, 41004, 41008, 40002, 40002, 40013, 40013, 40125, 40029, 41002]);
    expect(await (await world.exchange(good)).json()).toHaveProperty('openid');
  });

  it('[WX-14] the 101st trade of a person within a minute is 45011 and leaves its code good for the next minute', async () => {
    const codes = Array.from({ length: 101 }, () => world.login('alice'));
    for (const code of codes.slice(0, 100)) await traded(world, code);
    expect(await traded(world, codes[100] ?? '')).toMatchObject({ errcode: 45011 });
    expect(await traded(world, world.login('bob'))).toHaveProperty('openid');
    world.advance(60_000);
    expect(await traded(world, codes[100] ?? '')).toHaveProperty('openid');
  });

  it('[WX-15] a rid begins with the simulated second in hex', async () => {
    const reply = await traded(world, 'none');
    const [, second] = /^invalid code, rid: ([0-9a-f]{8})-[0-9a-f]{8}-[0-9a-f]{8}$/.exec(String(reply['errmsg'])) ?? [];
    expect(Number.parseInt(second ?? '', 16)).toBe(NOON / 1000);
  });

  it('[WX-16] a call stands in the ledger with its invocation, person and outcome', async () => {
    const code = world.login('alice');
    await traded(world, code);
    await traded(world, code);
    const common = { kind: 'wechat', name: 'sns/jscode2session', invocation: 'invocation-1', person: 'alice', app: MINI_PROGRAM, device: 'phone-1' };
    expect(world.ledger).toMatchObject([{ ...common, outcome: 'ok' }, { ...common, outcome: 'errcode:40163' }]);
    expect(world.ledger.every(({ bytesIn, bytesOut }) => bytesIn > 100 && (bytesOut ?? 0) > 60)).toBe(true);
  });

  it('[WX-16] a call from outside any invocation stands there alone', async () => {
    await fetch(`${world.origin}/sns/jscode2session`);
    expect(world.ledger).toMatchObject([{ invocation: null, person: null, outcome: 'errcode:41002' }]);
  });

  it('[WX-17] any other path is refused by name with 501', async () => {
    for (const path of ['/cgi-bin/user/info', '/sns/component/jscode2session', '/', '/sns/jscode2session/']) {
      const reply = await fetch(`${world.origin}/@${CHILD}${path}`, { method: 'POST', body: '{}' });
      expect([reply.status, await reply.json()]).toEqual([501, { error: { code: 'NotEmulated', message: `NotEmulated: api.weixin.qq.com${path}` } }]);
    }
    expect(world.ledger.map(({ outcome }) => outcome)).toEqual(Array(4).fill('error:NotEmulated'));
  });
});
