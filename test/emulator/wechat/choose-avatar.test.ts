// Choosing a picture: WeChat's own or one of the album, checked, and kept for a moment.
import { crc32, inflateSync } from 'node:zlib';
import { aLocalWeChat, type LocalWeChat } from './local-wechat';

const GIF = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1');
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const MEGABYTE = 1024 * 1024;

let world: LocalWeChat;
beforeEach(async () => { world = await aLocalWeChat(); });
afterEach(() => world.close());

function choose(args: Record<string, unknown> = {}, person = 'alice') {
  return world.call('chooseAvatar', person, { args });
}
function chosen(args: Record<string, unknown> = {}, person = 'alice'): string {
  const answer = choose(args, person);
  if (!answer.ok) throw new Error(answer.error.errMsg);
  return String(answer.result['avatarUrl']);
}
const ofAlbum = (bytes: Buffer) => ({ contentBase64: bytes.toString('base64') });
const bytesOf = (path: string, person = 'alice') => world.wechat.temporaryFile(person, path)?.bytes ?? Buffer.alloc(0);
const nameOf = (path: string) => path.replace('http://tmp/', '');

/** A PNG's parts by name, each checked against its sum. */
function chunksOf(png: Buffer): Record<string, Buffer> {
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
    chunks[png.toString('latin1', at + 4, at + 8)] = png.subarray(at + 8, at + 8 + length);
  }
  return chunks;
}

test('[WX-60] chooseAvatar gives a temporary path of the phone, another each time', () => {
  const paths = [chosen(), chosen()];
  for (const path of paths) expect(path).toMatch(/^http:\/\/tmp\/[0-9A-Za-z]{12}[0-9a-f]{32}\.png$/);
  expect(new Set(paths).size).toBe(2);
});

test('[WX-60] a person\'s own picture is a whole PNG of 132 by 132 pixels in two colours, the same each time', () => {
  const png = bytesOf(chosen());
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const { IHDR, PLTE, IDAT, IEND } = chunksOf(png);
  expect([IHDR?.readUInt32BE(0), IHDR?.readUInt32BE(4), [...IHDR?.subarray(8) ?? []], PLTE?.length, IEND?.length]).toEqual([132, 132, [8, 3, 0, 0, 0], 6, 0]);
  const rows = inflateSync(IDAT ?? Buffer.alloc(0));
  expect(rows.length).toBe(132 * 133);
  expect([rows[133 * 52 + 67], rows[1], new Set(rows)]).toEqual([1, 0, new Set([0, 1])]);
  expect(bytesOf(chosen()).equals(png)).toBe(true);
});

test('[WX-60] people have different pictures; who has none, or is anonymous, has the grey one', () => {
  world.wechat.people.put({ name: 'grey', avatarUrl: '' });
  world.wechat.people.put({ name: 'nameless', nickname: '微信用户' });
  const groundOf = (person: string) => chunksOf(bytesOf(chosen({}, person), person))['PLTE']?.subarray(0, 3).toString('hex');
  const grounds = ['alice', 'bob', 'grey', 'nameless'].map(groundOf);
  expect(new Set(grounds).size).toBe(3);
  expect(grounds.slice(2)).toEqual(['dcdcdc', 'dcdcdc']);
});

test('[WX-60] the picture has the colour of the drawn portrait', async () => {
  const svg = await (await fetch(`${world.origin}/emulator/avatars/alice.svg`)).text();
  const hue = Number(/hsl\((\d+) /.exec(svg)?.[1]);
  const [red = 0, green = 0, blue = 0] = chunksOf(bytesOf(chosen()))['PLTE'] ?? [];
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const sixth = most === red ? ((green - blue) / (most - least) + 6) % 6 : most === green ? (blue - red) / (most - least) + 2 : (red - green) / (most - least) + 4;
  expect(Math.abs(sixth * 60 - hue)).toBeLessThan(1);
  expect([(most + least) / 510, (most - least) / (most + least)].map((value) => Math.round(value * 100))).toEqual([45, 55]);
});

test.each([['jpeg', JPEG], ['gif', GIF]])('[WX-61] a picture of the album keeps its bytes; its kind, %s, is told by them and not by its name', (kind, bytes) => {
  const path = chosen({ ...ofAlbum(bytes), fileName: 'holiday.png' });
  expect(path.endsWith(`.${kind}`)).toBe(true);
  expect(world.wechat.temporaryFile('alice', path)).toEqual({ bytes, contentType: `image/${kind}` });
});

test('[WX-62] a picture that WeChat\'s content check finds risky never reaches the app', () => {
  const risky = Buffer.concat([GIF, Buffer.from('…forbidden-picture…')]);
  expect(choose(ofAlbum(risky))).toEqual({ ok: false, error: { errMsg: 'chooseAvatar:fail content check failed' } });
});

test.each([
  ['text', { contentBase64: Buffer.from('<svg/>').toString('base64') }, 'not a PNG, JPEG or GIF picture'], ['nothing', { contentBase64: '' }, 'should be base64'], ['no base64', { contentBase64: 'GIF89a!' }, 'should be base64'],
  ['half a group', { contentBase64: 'abcde' }, 'should be base64'], ['a number', { contentBase64: 7 }, 'should be base64'], ['a name that is no text', { fileName: 7 }, 'parameter.fileName'],
])('[WX-63] %s is no picture of an album', (_what, args, words) => {
  expect(choose(args)).toEqual({ ok: false, error: { errMsg: expect.stringMatching(new RegExp(`^chooseAvatar:fail .*${words}`)) } });
});

test('[WX-63] a picture has at most 10 MB', () => {
  const ofSize = (size: number) => choose(ofAlbum(Buffer.concat([GIF, Buffer.alloc(size - GIF.length)]))).ok;
  expect([ofSize(10 * MEGABYTE), ofSize(10 * MEGABYTE + 1)]).toEqual([true, false]);
});

test('[WX-64] a temporary file is served with its type, and nothing guesses at it', async () => {
  const path = chosen(ofAlbum(JPEG));
  const reply = await fetch(`${world.origin}/emulator/temporary-files/${nameOf(path)}`);
  expect([reply.status, reply.headers.get('content-type'), reply.headers.get('x-content-type-options'), reply.headers.get('content-length')]).toEqual([200, 'image/jpeg', 'nosniff', String(JPEG.length)]);
  expect(Buffer.from(await reply.arrayBuffer()).equals(JPEG)).toBe(true);
});

test('[WX-64] a temporary file is its person\'s; any other path is none', () => {
  const path = chosen();
  expect([world.wechat.temporaryFile('bob', path), world.wechat.temporaryFile('alice', nameOf(path)), world.wechat.temporaryFile('alice', 'http://tmp/made-up.png')]).toEqual([null, null, null]);
  expect(world.wechat.temporaryFile('alice', path)).not.toBeNull();
});

test.each(['made-up.png', '', '../avatars/alice.svg', '__proto__'])('[WX-64] no file is served as %p', async (name) => {
  expect((await fetch(`${world.origin}/emulator/temporary-files/${name}`)).headers.get('content-type')).not.toContain('image/png');
});

test('[WX-65] the phone keeps a person\'s latest 20 temporary files and throws older ones away, never another person\'s', () => {
  const ofBob = chosen({}, 'bob');
  const paths = Array.from({ length: 21 }, () => chosen());
  expect(paths.map((path) => world.wechat.temporaryFile('alice', path) !== null)).toEqual([false, ...Array.from({ length: 20 }, () => true)]);
  expect(world.wechat.temporaryFile('bob', ofBob)).not.toBeNull();
});

test('[WX-65] temporary files do not outlive a reset or the process', () => {
  const before = chosen();
  world.wechat.reset();
  const after = world.wechat.temporaryFile('alice', before);
  world.restart();
  world.wechat.people.put({ name: 'alice' });
  expect([after, world.wechat.temporaryFile('alice', before)]).toEqual([null, null]);
});
