// A server of somebody's own, on passport-wechat from npm as it is; the request it is given is what Express would give it. Prints one JSON line:
// without CODE where it sends a browser, with one what its strategy came to.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Strategy } = require('passport-wechat');
const { APPID, SECRET, CALLBACK, STATE, CODE, CLIENT, SCOPE } = process.env;

function authenticated(query) {
  return new Promise((resolve) => {
    const strategy = new Strategy({ appID: APPID, appSecret: SECRET, client: CLIENT, callbackURL: CALLBACK, scope: SCOPE, state: STATE }, (accessToken, refreshToken, profile, expiresIn, done) => {
      done(null, { hasTokens: typeof accessToken === 'string' && typeof refreshToken === 'string', profile, expiresIn });
    });
    Object.assign(strategy, {
      redirect: (location) => resolve({ location }), success: (user) => resolve({ user }), fail: (challenge) => resolve({ failed: challenge }), error: ({ code, message }) => resolve({ error: { code, message } }),
    });
    strategy.authenticate({ _passport: {}, query, url: '/', protocol: 'http', originalUrl: '/', get: () => 'service.localhost' }, {});
  });
}

console.log(JSON.stringify(await authenticated(CODE ? { code: CODE, state: STATE } : process.env.DECLINED ? { state: STATE } : {})));
