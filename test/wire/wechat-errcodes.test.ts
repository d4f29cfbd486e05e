// Walks WeChat's table of error codes over HTTP.
import type { LocalWeChat } from '../emulator/wechat/local-wechat';
import { aLocalWeChat, exchangeOf, traded } from '../emulator/wechat/local-wechat';
import { errcodeTable as table } from './samples/samples';

describe('the errcode table', () => {
  let world: LocalWeChat;
  beforeEach(async () => { world = await aLocalWeChat(); });
  afterEach(() => world.close());

  it.each(table.errcodes)('[WX-47] errcode $errcode comes with HTTP 200, text/plain, its words and a rid, and uses up no code', async ({ errcode, errmsg }) => {
    const code = world.login('alice');
    world.failNext({ kind: 'errcode', errcode });
    const reply = await world.exchange(exchangeOf(world, code));
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/plain']);
    const body = await reply.json() as { errcode: number; errmsg: string };
    expect(Object.keys(body)).toEqual(['errcode', 'errmsg']);
    expect(body.errcode).toBe(errcode);
    expect(body.errmsg).toMatch(/,? rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
    if (errmsg !== null) expect(body.errmsg.replace(/,? rid: .*$/, '')).toBe(errmsg);
    expect(world.ledger.at(-1)?.outcome).toBe(`errcode:${errcode}`);
    expect(await traded(world, code)).toHaveProperty('openid');
  });

  it('[WX-47] an errcode in no table is answered all the same', async () => {
    world.failNext({ kind: 'errcode', errcode: 99999 });
    expect(await traded(world, 'x')).toMatchObject({ errcode: 99999, errmsg: expect.stringMatching(/^system error, rid: /) as unknown });
  });
});
