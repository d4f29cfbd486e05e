// cloud.openapi.wxacode.getUnlimited: a function with the real SDK has a mini-program code drawn, and a phone scans it.
import jpeg from 'jpeg-js';
import jsQR from 'jsqr';
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

const MINI_PROGRAM = 'wxfa4e000000000001';
const OFFICIAL_ACCOUNT = 'wxfa4e000000000002';
const SCENE = 'Zk3mQ9xW1tB7rL5cV0yHd2';

interface Drawn { errCode: number; errMsg: string; contentType: string; isBuffer: boolean; base64: string }

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld(); });
beforeEach(() => world.reset());
afterAll(() => world.close());

async function painted(wanted: object, painter = 'painter'): Promise<Drawn> {
  return (await world.callFunction<Drawn>('alice', painter, { ...wanted })).result;
}
function read(base64: string): { width: number; text: string | undefined } {
  const { width, height, data } = jpeg.decode(Buffer.from(base64, 'base64'));
  return { width, text: jsQR(new Uint8ClampedArray(data), width, height)?.data };
}
async function shown(): Promise<Record<string, unknown>[]> {
  return (await world.control<{ codes: Record<string, unknown>[] }>('GET', '/emulator/scan')).codes;
}
async function byHttp(wanted: object): Promise<Response> {
  const { apps } = await world.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const secret = apps.find(({ appid }) => appid === MINI_PROGRAM)?.secret;
  const asked = await fetch(`${world.url}/api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=${MINI_PROGRAM}&secret=${secret}`);
  const { access_token: token } = (await asked.json()) as { access_token: string };
  return fetch(`${world.url}/api.weixin.qq.com/wxa/getwxacodeunlimit?access_token=${token}`, { method: 'POST', body: JSON.stringify(wanted) });
}

test('[WX-126] the SDK gives the picture as contentType and buffer, and it reads as app, page, scene and version', async () => {
  const drawn = await painted({ scene: SCENE, page: 'pages/home/home', envVersion: 'develop', width: 280 });
  expect(drawn).toMatchObject({ errCode: 0, errMsg: 'openapi.wxacode.getUnlimited:ok', contentType: 'image/jpeg', isBuffer: true });
  expect(read(drawn.base64)).toEqual({ width: 280, text: `https://wxaurl.localhost/${MINI_PROGRAM}?page=pages%2Fhome%2Fhome&scene=${SCENE}&env_version=develop` });
});

test('[WX-126] it is the picture of the HTTP interface, byte for byte, each argument in its own case', async () => {
  const [drawn, answered] = [
    await painted({ scene: SCENE, page: 'pages/none/none', checkPath: false, lineColor: { r: 0, g: 60, b: 200 }, isHyaline: true }),
    await byHttp({ scene: SCENE, page: 'pages/none/none', check_path: false, line_color: { r: 0, g: 60, b: 200 }, is_hyaline: true }),
  ];
  expect(drawn.contentType).toBe('image/png');
  expect(drawn.contentType).toBe(answered.headers.get('content-type'));
  expect(drawn.base64).toBe(Buffer.from(await answered.arrayBuffer()).toString('base64'));
});

test('[WX-126] a desktop may show it: a phone scans it to the page and the scene', async () => {
  const drawn = await painted({ scene: SCENE, page: 'pages/home/home' });
  const { text = '' } = read(drawn.base64);
  expect(await shown()).toEqual([expect.objectContaining({ kind: 'mini-program', content: text, scene: SCENE })]);
  expect(await world.status('POST', '/emulator/scan', { person: 'bob', content: text })).toEqual({ status: 200, body: { kind: 'mini-program', app: MINI_PROGRAM, page: 'pages/home/home', scene: SCENE } });
});

test.each([
  ['no scene', {}, 40169, 'invalid length for scene, or the data is not json string'], ['33 characters', { scene: 'x'.repeat(33) }, 40169, 'invalid length for scene, or the data is not json string'],
  ['a percent sign', { scene: 'a%b' }, 40129, 'invalid scene'], ['a page of nowhere', { scene: 'x', page: 'pages/none/none' }, 41030, 'invalid page'],
  ['279 pixels', { scene: 'x', width: 279 }, 40097, 'invalid args'], ['a text for checkPath', { scene: 'x', checkPath: 'no' }, 47001, 'data format error'],
])('[WX-127] %s reaches the function as WeChat refuses it', async (_what, wanted, errCode, words) => {
  const refused = await painted(wanted);
  expect(refused).toEqual({ errCode, errMsg: expect.stringMatching(new RegExp(`^openapi\\.wxacode\\.getUnlimited:fail ${words} rid: [0-9a-f-]{26}`)) as unknown });
  expect(await shown()).toEqual([]);
});

test('[WX-127] a function whose config.json does not list it is refused with -604101, and nothing is drawn', async () => {
  expect(await painted({ scene: SCENE }, 'unlisted')).toMatchObject({ errCode: -604101 });
  expect(await shown()).toEqual([]);
});

test('[WX-127] it is drawn for the app that the function runs for, and for an official account it is 48001', async () => {
  await world.control('POST', '/emulator/apps', { appid: 'wxfa4e0000000000aa', kind: 'mini-program' });
  const another = await world.testFunction<Drawn>('painter', { scene: SCENE }, { person: 'alice', app: 'wxfa4e0000000000aa' });
  expect(another.ok && read(another.result.base64).text).toContain('/wxfa4e0000000000aa?');
  expect(await world.testFunction('painter', { scene: SCENE }, { person: 'alice', app: OFFICIAL_ACCOUNT })).toMatchObject({ ok: true, result: { errCode: 48001 } });
  expect(await world.testFunction('painter', { scene: SCENE })).toMatchObject({ ok: true, result: { errCode: 0 } });
});

test('[WX-127] the ledger names it, and holds its outcome and never the scene', async () => {
  const { requestID } = await world.callFunction('alice', 'painter', { scene: SCENE });
  const { requestID: refused } = await world.callFunction('alice', 'painter', { scene: '' });
  const [one, other] = [await world.entriesOf(requestID, 'wechat'), await world.entriesOf(refused, 'wechat')];
  expect([one, other]).toEqual([[expect.objectContaining({ name: 'wxacode.getUnlimited', person: 'alice', app: MINI_PROGRAM, outcome: 'ok' })], [expect.objectContaining({ outcome: 'errcode:40169' })]]);
  expect(JSON.stringify([one, other])).not.toContain(SCENE);
});

test('[WX-127] a fault by its name is an errcode of WeChat, or a picture cut in half', async () => {
  await world.setFault({ target: 'wechat', call: 'wxacode.getUnlimited', kind: 'errcode', errcode: 45009 });
  expect(await painted({ scene: SCENE })).toMatchObject({ errCode: 45009 });
  await world.setFault({ target: 'wechat', call: 'wxacode.getUnlimited', kind: 'truncated' });
  expect((await painted({ scene: SCENE })).errCode).not.toBe(0);
  expect(await painted({ scene: SCENE })).toMatchObject({ errCode: 0 });
});
