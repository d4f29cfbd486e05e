// A start whose rules cannot even be asked: a silent check still goes back to a page that one may go back to, and to no other.
import { webApp } from '../../cloudbase/http/web-app';
import type { WebSettings } from '../../cloudbase/http/web-app';

const SITE = 'https://site.example.com/';
const SETTINGS: WebSettings = { wholeAddress: (text) => (text === SITE ? SITE : null), allowedOrigins: [], publicOrigin: 'https://accounts.example.com', isSecure: true };
async function start(fields: Record<string, string>) {
  const app = webApp(SETTINGS, async () => { throw new Error('the database is away'); }, { action: null, refusal: null });
  const query = new URLSearchParams({ challenge: 'c'.repeat(43), ...fields });
  const { status, headers } = await app.fetch(new Request(`${SETTINGS.publicOrigin}/auth/h5?${query}`));
  return [status, headers.get('location')];
}

test.each([
  ['a silent check', { return_to: SITE, silent: 'true' }, [302, `${SITE}#refusal=internal`]], ['a silent check for another page', { return_to: 'https://evil.example.com/', silent: 'true' }, [500, null]],
  ['a button', { return_to: SITE }, [500, null]], ['silent said in another way', { return_to: SITE, silent: '1' }, [500, null]],
])('[WE-23] %s whose door fails: %j', async (_what, fields, answer) => {
  expect(await start(fields)).toEqual(answer);
});
