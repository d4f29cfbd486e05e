// A server of somebody's own, on wechat-oauth from npm as it is. Prints one JSON line:
// without CODE the addresses it sends a browser to, with one what WeChat told it.
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const OAuth = require('wechat-oauth');
const { APPID, SECRET, CALLBACK, STATE, CODE } = process.env;
const oauth = new OAuth(APPID, SECRET);
const call = (name, ...args) => promisify(oauth[name]).call(oauth, ...args);

async function signIn() {
  const { data: first } = await call('getAccessToken', CODE);
  const user = await call('getUser', { openid: first.openid, lang: 'zh_CN' });
  const { data: renewed } = await call('refreshAccessToken', first.refresh_token);
  const verified = await call('verifyToken', first.openid, renewed.access_token);
  const again = await call('getAccessToken', CODE).catch(({ code, message }) => ({ code, message }));
  return { openid: first.openid, scope: first.scope, user, isSameToken: renewed.access_token === first.access_token, verified, again };
}

console.log(JSON.stringify(CODE ? await signIn() : { website: oauth.getAuthorizeURLForWebsite(CALLBACK, STATE, 'snsapi_login'), account: oauth.getAuthorizeURL(CALLBACK, STATE, 'snsapi_userinfo') }));
