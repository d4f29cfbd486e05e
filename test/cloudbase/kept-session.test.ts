// The cookie of the cookie mode, as it leaves the door where the door is on https.
import { Hono } from 'hono';
import { accept } from '../../auth/result';
import { forget, kept, keptToken } from '../../cloudbase/http/kept-session';

const SECURE = { allowedOrigins: [], publicOrigin: 'https://accounts.example.com', isSecure: true };
const TOKENS = { accessToken: 'a', accessTokenExpiresAt: 1, refreshToken: 'r1.refresh', refreshTokenExpiresAt: 61_000 };

function aDoor(): Hono {
  const app = new Hono();
  app.post('/keep', (context) => context.json(kept(context, SECURE, accept(TOKENS), 1000)));
  app.post('/read', (context) => context.json({ token: keptToken(context, SECURE) }));
  app.post('/forget', (context) => { forget(context, SECURE); return context.json({}); });
  return app;
}
const ask = (path: string, cookie = '') => aDoor().fetch(new Request(`https://accounts.example.com${path}`, { method: 'POST', headers: { cookie } }));

test('[WE-20] on https the cookie is the door’s own alone, by its prefix, and lasts as long as the token', async () => {
  const answer = await ask('/keep');
  expect(answer.headers.getSetCookie()).toEqual(['__Host-wx_kept=r1.refresh; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict']);
  expect(await answer.json()).toEqual({ ok: true, value: { accessToken: 'a', accessTokenExpiresAt: 1, refreshTokenExpiresAt: 61_000 } });
  expect(await (await ask('/read', '__Host-wx_kept=r1.refresh; wx_kept=planted')).json()).toEqual({ token: 'r1.refresh' });
  expect(await (await ask('/read', 'wx_kept=planted')).json()).toEqual({ token: null });
});

test('[WE-20] a cookie that is not there is not taken away', async () => {
  expect([(await ask('/forget')).headers.getSetCookie(), (await ask('/forget', '__Host-wx_kept=x')).headers.getSetCookie()]).toEqual([[], ['__Host-wx_kept=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict']]);
});
