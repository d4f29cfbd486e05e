// A server of somebody's own, on the most used WeChat client from npm as it is: its token comes from the centre, by the centre's own client.
// Prints one JSON line: what WeChat answered it, and how often a token was found dead.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const WechatAPI = require('co-wechat-api');
const { appTokenClient } = await import(process.env.CLIENT);
const { SERVICE, SERVER_KEY, APPID } = process.env;
const [caller, secret] = SERVER_KEY.split('.');
const tokens = appTokenClient({ url: SERVICE, caller, secret });

let dead = 0;
let use = await tokens.get(APPID);
// tokenFromCustom: where a token is dead the client throws and fetches none of its own, which would void the centre's.
const api = new WechatAPI(APPID, 'no secret is needed here', async () => ({ accessToken: use.appAccessToken, expireTime: use.expiresAt }), async () => {}, true);

async function withOneRetry(call) {
  try {
    return await call();
  } catch (error) {
    if (![40001, 40014, 42001].includes(error.code)) throw error;
    dead += 1;
    use = await tokens.report(APPID, use.appAccessToken, error.code);
    return call();
  }
}

const first = await withOneRetry(() => api.getIp());
// Somebody else with the AppSecret forces another token.
await fetch(`${process.env.WECHAT_AT}/api.weixin.qq.com/cgi-bin/stable_token`, { method: 'POST', body: process.env.FORCE });
const second = await withOneRetry(() => api.getIp());
const ticket = await withOneRetry(() => api.getTicket());
console.log(JSON.stringify({ first, second, isTicket: typeof ticket.ticket === 'string', dead }));
