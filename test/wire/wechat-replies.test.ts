// The replies of the local sns/jscode2session, byte for byte but rid, against replies of the real one.
import type { LocalWeChat } from '../emulator/wechat/local-wechat';
import { aLocalWeChat, CHILD, exchangeOf, MINI_PROGRAM, traded, UNBOUND } from '../emulator/wechat/local-wechat';
import { replySamples as samples } from './samples/samples';

type Query = Record<string, string>;
interface Scene { appid?: string; query?: (world: LocalWeChat) => Query | Promise<Query>; init?: RequestInit }

const SCENES: Record<string, Scene> = {
  'a fresh code of an app without an open platform account': { appid: UNBOUND },
  'a fresh code of an app under an open platform account': {},
  'a code nobody was given': { query: (world) => exchangeOf(world, '0'.repeat(32)) },
  'a code traded before': { query: async (world) => { const code = world.login('alice'); await traded(world, code); return exchangeOf(world, code); } },
  "a blocked person's code": { query: (world) => { world.wechat.people.put({ name: 'alice', blocked: true }); return exchangeOf(world, world.login('alice')); } },
  'no parameters in the query': { query: () => ({}) },
  'a posted body instead of a query': { query: () => ({}), init: { method: 'POST', body: JSON.stringify({ appid: MINI_PROGRAM }) } },
  'no secret': { query: () => ({ appid: MINI_PROGRAM, js_code: 'x', grant_type: 'authorization_code' }) },
  'no code': { query: (world) => ({ appid: MINI_PROGRAM, secret: world.app(MINI_PROGRAM).secret, grant_type: 'authorization_code' }) },
  'an appid in quotation marks': { query: (world) => ({ ...exchangeOf(world, 'x'), appid: `'${MINI_PROGRAM}'` }) },
  'another secret': { query: (world) => ({ ...exchangeOf(world, 'x'), secret: '0'.repeat(32) }) },
  'the 101st exchange of a minute': { query: async (world) => { for (let n = 0; n < 100; n += 1) await traded(world, world.login('alice')); return exchangeOf(world, world.login('alice')); } },
  'the daily quota of the app is spent': { query: (world) => { world.failNext({ kind: 'errcode', errcode: 45009 }); return exchangeOf(world, 'x'); } },
};

/** Puts what differs from person to person and call to call back in its placeholder, by the form the real ones have. */
function withPlaceholders(body: string): string {
  return body
    .replace(/[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}/, '{rid}')
    .replace(/("session_key":")[A-Za-z0-9+/]{22}==/, '$1{session_key}')
    .replace(/("openid":")o[A-Za-z0-9_-]{27}/, '$1{openid}')
    .replace(/("unionid":")o[A-Za-z0-9_-]{27}/, '$1{unionid}');
}

describe('sns/jscode2session replies', () => {
  let world: LocalWeChat;
  beforeEach(async () => { world = await aLocalWeChat(); });
  afterEach(() => world.close());

  it.each(samples.replies)('[WX-46] $when is answered as WeChat answers it', async ({ when, body }) => {
    const { appid = MINI_PROGRAM, query, init } = SCENES[when] ?? {};
    const parameters = query ? await query(world) : exchangeOf(world, world.login('alice', { appid }), appid);
    const reply = await fetch(`${world.origin}/@${CHILD}/sns/jscode2session?${new URLSearchParams(parameters)}`, init);
    expect({ status: reply.status, contentType: reply.headers.get('content-type'), body: withPlaceholders(await reply.text()) })
      .toEqual({ status: samples.headers.status, contentType: samples.headers.contentType, body });
  });

  it('[WX-46] a reply carries the length and connection headers of the captured one', async () => {
    const { headers } = await world.exchange(exchangeOf(world, '0'.repeat(32)));
    expect([headers.get('content-length'), headers.get('connection')]).toEqual([samples.headers.contentLengthOfInvalidCode, samples.headers.connection]);
  });

  it('[WX-46] every sample has its scene', () => {
    expect(samples.replies.map(({ when }) => when).sort()).toEqual(Object.keys(SCENES).sort());
  });
});
