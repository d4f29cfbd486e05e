// wxa/getwxacodeunlimit: mini-program codes as pictures that a reader reads.
import { inflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import jsQR from 'jsqr';
import { ask, MINUTE, post, type Reply, stable, tokenOf } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, OFFICIAL_ACCOUNT } from './local-wechat';

const PATH = 'wxa/getwxacodeunlimit';
const SCENE = 'bW9yZSB0aGFuIGEgY29kZQ';

let world: LocalWeChat;
let token: string;
beforeEach(async () => {
  world = await aLocalWeChat();
  token = tokenOf(await stable(world));
});
afterEach(() => world.close());

async function picture(wanted: object): Promise<{ type: string | null; bytes: Buffer }> {
  const response = await fetch(`${world.origin}/${PATH}?access_token=${token}`, { method: 'POST', body: JSON.stringify(wanted) });
  return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
}
const refused = (wanted: unknown): Promise<Reply> => post(world, PATH, wanted, { access_token: token });

function read(bytes: Buffer): { width: number; height: number; text: string | undefined; dark: number[] } {
  const { width, height, data } = jpeg.decode(bytes);
  const text = jsQR(new Uint8ClampedArray(data), width, height)?.data;
  const isInk = (at: number) => (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) < 600;
  const ink = Array.from({ length: data.length / 4 }, (_, pixel) => pixel * 4).find((at) => isInk(at) && isInk(at + 16)) ?? 0;
  return { width, height, text, dark: [...data.subarray(ink + 8, ink + 11)] };
}

test('[WX-107] the picture is a JPEG of 430 pixels that reads as app, page, scene and version', async () => {
  const { type, bytes } = await picture({ scene: SCENE, page: 'pages/scan/scan', env_version: 'trial' });
  expect(type).toBe('image/jpeg');
  const { width, height, text } = read(bytes);
  expect([width, height, text]).toEqual([430, 430, `https://wxaurl.localhost/${MINI_PROGRAM}?page=pages%2Fscan%2Fscan&scene=${SCENE}&env_version=trial`]);
});

test('[WX-107] page is the first of the app and the version release where they are left out', async () => {
  const { text } = read((await picture({ scene: 'x' })).bytes);
  expect(text).toBe(`https://wxaurl.localhost/${MINI_PROGRAM}?page=pages%2Fhome%2Fhome&scene=x&env_version=release`);
});

test.each([280, 281, 1280])('[WX-107] it is %i pixels wide when asked, and still reads', async (width) => {
  const drawn = read((await picture({ scene: SCENE, width })).bytes);
  expect([drawn.width, drawn.height, drawn.text?.includes(SCENE)]).toEqual([width, width, true]);
});

test.each([[{ r: 0, g: 60, b: 200 }], [{ r: '0', g: '60', b: '200' }]])('[WX-107] line_color %j colours it', async (line_color) => {
  const [red = 0, green = 0, blue = 0] = read((await picture({ scene: SCENE, line_color })).bytes).dark;
  expect([red < 40, Math.abs(green - 60) < 40, Math.abs(blue - 200) < 40]).toEqual([true, true, true]);
});

test('[WX-107] is_hyaline gives a PNG whose ground can be seen through', async () => {
  const { type, bytes } = await picture({ scene: SCENE, is_hyaline: true, width: 280 });
  expect([type, bytes.subarray(1, 4).toString()]).toEqual(['image/png', 'PNG']);
  expect(bytes.indexOf('tRNS')).toBeGreaterThan(0);
  expect([...bytes.subarray(bytes.indexOf('tRNS') + 4, bytes.indexOf('tRNS') + 6)]).toEqual([0, 255]);
  const start = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(start + 4, start + 4 + bytes.readUInt32BE(start - 4)));
  const pixels = new Uint8ClampedArray(280 * 280 * 4).fill(255);
  for (let y = 0; y < 280; y += 1) for (let x = 0; x < 280; x += 1) if (rows[y * 281 + 1 + x] === 1) pixels.fill(0, (y * 280 + x) * 4, (y * 280 + x) * 4 + 3);
  expect(jsQR(pixels, 280, 280)?.data).toContain(SCENE);
});

test.each([
  ["every sign it may have, !#$&'()*+,/:;=?@-._~", "!#$&'()*+,/:;=?@-._~0aZ"], ['32 characters', 'x'.repeat(32)],
])('[WX-107] a scene of %s is read as it was given', async (_what, scene) => {
  const { text = '' } = read((await picture({ scene })).bytes);
  expect(new URL(text).searchParams.get('scene')).toBe(scene);
});

test.each([
  ['no scene', {}, 40169], ['an empty scene', { scene: '' }, 40169], ['a scene of 33 characters', { scene: 'x'.repeat(33) }, 40169], ['a scene that is no text', { scene: 1 }, 40169],
  ['a percent sign', { scene: 'a%20b' }, 40129], ['a blank', { scene: 'a b' }, 40129], ['Chinese', { scene: '中文' }, 40129],
  ['a slash before the page', { scene: 'x', page: '/pages/home/home' }, 41030], ['a page of nowhere', { scene: 'x', page: 'pages/none/none' }, 41030], ['a query in the page', { scene: 'x', page: 'pages/home/home?a=1', check_path: false }, 41030],
  ['279 pixels', { scene: 'x', width: 279 }, 40097], ['1281 pixels', { scene: 'x', width: 1281 }, 40097], ['half a pixel', { scene: 'x', width: 300.5 }, 40097], ['a version of its own', { scene: 'x', env_version: 'beta' }, 40097],
  ['a colour out of range', { scene: 'x', line_color: { r: 256, g: 0, b: 0 } }, 40097], ['a text for check_path', { scene: 'x', check_path: 'false' }, 47001], ['a text for width', { scene: 'x', width: '430' }, 47001],
])('[WX-108] %s is refused in JSON, with the rid behind a blank', async (_what, wanted, errcode) => {
  expect(await refused(wanted)).toEqual({ errcode, errmsg: expect.stringMatching(/^[a-z][^:]* rid: [0-9a-f-]{26}$/) as unknown });
  expect(world.wechat.web.shown()).toEqual([]);
});

test('[WX-108] a page that is not there is drawn where check_path is false', async () => {
  expect(read((await picture({ scene: 'x', page: 'pages/none/none', check_path: false })).bytes).text).toContain('pages%2Fnone%2Fnone');
});

test('[WX-108] a form, no body, GET, no token and the token of an official account are refused', async () => {
  const query = { access_token: token };
  const replies = [
    await ask(world, PATH, query, { method: 'POST', body: 'scene=x' }), await ask(world, PATH, query, { method: 'POST' }), await ask(world, PATH, query),
    await post(world, PATH, { scene: 'x' }), await post(world, PATH, { scene: 'x' }, { access_token: tokenOf(await stable(world, OFFICIAL_ACCOUNT)) }),
  ];
  expect(replies.map((reply) => reply['errcode'])).toEqual([40169, 44002, 43002, 41001, 48001]);
});

test('[WX-109] above 5,000 pictures a minute it is 45009, until the next; what was refused is not counted', async () => {
  world.shelf.put(`wechat/minute-calls/${MINI_PROGRAM}/getwxacodeunlimit`, { minute: Math.floor(world.now() / MINUTE), count: 4999 });
  await refused({});
  expect((await picture({ scene: 'x' })).type).toBe('image/jpeg');
  expect(await refused({ scene: 'x' })).toMatchObject({ errcode: 45009 });
  world.advance(MINUTE);
  expect((await picture({ scene: 'x' })).type).toBe('image/jpeg');
});
