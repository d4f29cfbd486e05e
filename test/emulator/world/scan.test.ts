// A phone scans what a desktop shows: sign-in pages, mini-program codes, links.
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

const MINI_PROGRAM = 'wxfa4e000000000001';
const WEBSITE = 'wxfa4e000000000003';
const SCENE = 'bW9yZSB0aGFuIGEgY29kZQ';

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld(); });
beforeEach(() => world.reset());
afterAll(() => world.close());

interface Shown { kind: string; content: string; uuid: string; status: string; person: string | null; at: number; expiresAt: number }

const shown = async () => (await world.control<{ codes: Shown[] }>('GET', '/emulator/scan')).codes;
const scan = (person: string, content: string) => world.status('POST', '/emulator/scan', { person, content });
const answer = (verb: 'confirm' | 'refuse', person: string, uuid: string) => world.status('POST', `/emulator/scan/${verb}`, { person, uuid });
const refusal = (code: string) => ({ error: { code, message: expect.stringMatching(/\S/) as unknown } });

/** The page of the seeded website's QR code, and what it holds. */
async function onTheDesktop(): Promise<{ content: string; uuid: string }> {
  const callback = encodeURIComponent('http://service.localhost/auth/qr/callback');
  const page = await fetch(`${world.url}/open.weixin.qq.com/connect/qrconnect?appid=${WEBSITE}&redirect_uri=${callback}&response_type=code&scope=snsapi_login&state=s`);
  const [, uuid = ''] = /data-uuid="(\w+)"/.exec(await page.text()) ?? [];
  return { uuid, content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` };
}
async function heard(uuid: string): Promise<string> {
  return (await fetch(`${world.url}/open.weixin.qq.com/connect/l/qrconnect?uuid=${uuid}&last=0`)).text();
}
async function programCode(wanted: object): Promise<Response> {
  const { apps } = await world.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const secret = apps.find(({ appid }) => appid === MINI_PROGRAM)?.secret;
  const { access_token: token } = (await (await fetch(`${world.url}/api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=${MINI_PROGRAM}&secret=${secret}`)).json()) as { access_token: string };
  return fetch(`${world.url}/api.weixin.qq.com/wxa/getwxacodeunlimit?access_token=${token}`, { method: 'POST', body: JSON.stringify(wanted) });
}

test('[CT41] what the desktop shows is listed, scanned, and confirmed', async () => {
  const { uuid, content } = await onTheDesktop();
  expect(await shown()).toEqual([{ kind: 'login', content, uuid, app: WEBSITE, status: 'waiting', person: null, at: expect.any(Number), expiresAt: expect.any(Number) }]);
  expect(await scan('alice', content)).toEqual({ status: 200, body: { kind: 'login', uuid, app: WEBSITE } });
  expect([await heard(uuid), (await shown())[0]]).toEqual([expect.stringContaining('404'), expect.objectContaining({ status: 'scanned', person: 'alice' })]);
  expect(await answer('confirm', 'alice', uuid)).toEqual({ status: 200, body: {} });
  expect([await heard(uuid), await shown()]).toEqual([expect.stringMatching(/wx_errcode=405;window\.wx_code='0\w{31}'/), []]);
});

test('[CT41] or refused, and scanned again', async () => {
  const { uuid, content } = await onTheDesktop();
  await scan('alice', content);
  expect(await answer('refuse', 'alice', uuid)).toEqual({ status: 200, body: {} });
  expect(await heard(uuid)).toContain('wx_errcode=403');
  expect(await scan('bob', content)).toMatchObject({ status: 200 });
});

test('[CT41] a mini-program code tells the app, its page and the scene; a link is a link', async () => {
  expect((await programCode({ scene: SCENE, page: 'pages/home/home', width: 280 })).headers.get('content-type')).toBe('image/jpeg');
  const [code] = await shown();
  expect(code).toEqual({ kind: 'mini-program', content: expect.stringContaining(SCENE), app: MINI_PROGRAM, page: 'pages/home/home', scene: SCENE, at: expect.any(Number) });
  expect(await scan('alice', code?.content ?? '')).toEqual({ status: 200, body: { kind: 'mini-program', app: MINI_PROGRAM, page: 'pages/home/home', scene: SCENE } });
  expect(await scan('alice', 'http://site.localhost/h5')).toEqual({ status: 200, body: { kind: 'link', url: 'http://site.localhost/h5' } });
  await world.advance(601);
  expect(await shown()).toEqual([]);
});

test('[CT41] the page of a mini-program code stands in the app.json of the phone that the world runs', async () => {
  const reply = await programCode({ scene: SCENE, page: 'pages/none/none' });
  expect(await reply.json()).toMatchObject({ errcode: 41030 });
});

test('[CT41] what is expired or of nowhere is not found, what is no code or not hers a bad request', async () => {
  const { uuid, content } = await onTheDesktop();
  const bad = { status: 400, body: refusal('bad-request') };
  const missing = { status: 404, body: refusal('not-found') };
  expect([await answer('confirm', 'alice', uuid), await scan('alice', 'hello'), await scan('alice', `https://wxaurl.localhost/wxfa4e0000000000ff?page=a&scene=b&env_version=release`)]).toEqual([bad, bad, bad]);
  await scan('alice', content);
  expect([await scan('bob', content), await answer('confirm', 'bob', uuid), await answer('refuse', 'bob', uuid)]).toEqual([bad, bad, bad]);
  expect([await scan('zoe', content), await answer('confirm', 'zoe', uuid), await scan('alice', `${content}x`), await answer('refuse', 'alice', 'x')]).toEqual([missing, missing, missing, missing]);
  await world.advance(300);
  expect([await scan('alice', content), await answer('confirm', 'alice', uuid)]).toEqual([missing, missing]);
});

test.each([['/emulator/scan', { person: 'alice' }], ['/emulator/scan', { person: 'alice', content: 'x', more: 1 }], ['/emulator/scan/confirm', { uuid: 'x' }], ['/emulator/scan/refuse', { person: 'alice', uuid: 1 }], ['/emulator/scan', { person: 'alice', content: 'x'.repeat(4097) }]])('[CT41] POST %s %j is a bad request', async (where, body) => {
  expect(await world.status('POST', where, body)).toEqual({ status: 400, body: refusal('bad-request') });
});

test("[CT42] WeChat's pages set no cookie on the world's own host for somebody it does not know, and lead a known one on", async () => {
  const enter = (person: string) => fetch(`${world.url}/open.weixin.qq.com/emulator-inside?person=${person}&to=${encodeURIComponent('http://site.localhost/')}`, { redirect: 'manual' });
  const [known, unknown] = [await enter('carol'), await enter('zoe')];
  expect([known.status, known.headers.get('location'), known.headers.get('set-cookie')?.startsWith('inside=carol;'), unknown.status, unknown.headers.get('set-cookie')]).toEqual([302, 'http://site.localhost/', true, 400, null]);
});
