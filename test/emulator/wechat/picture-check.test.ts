// The content check of pictures, and how risky WeChat holds a person to be.
import type { OpenApiReply } from '../../../emulator/ports';
import { aLocalWeChat, type LocalWeChat, MINI_PROGRAM, UNBOUND } from './local-wechat';

const HOUR = 3_600_000;
const AS_ALICE = { person: 'alice', app: MINI_PROGRAM };
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const RID = 'rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  world.login('alice');
});
afterEach(() => world.close());

const media = (value: unknown) => ({ media: { contentType: 'image/png', value } });
const check = (args: Record<string, unknown>) => world.wechat.openApi.call('security.imgSecCheck', args, AS_ALICE);
const refused = (errcode: number, words: string) => ({ errcode, errmsg: expect.stringMatching(new RegExp(`^${words} ${RID}`)) });

test.each([['PNG', PNG], ['JPEG', Buffer.from('ffd8ffe0', 'hex')], ['GIF', Buffer.from('GIF87a…')]])('[WX-72] a %s passes as errcode 0 and ok, and says no more', (_kind, bytes) => {
  expect(check(media(bytes))).toEqual({ errcode: 0, errmsg: 'ok' });
});

test('[WX-72] a picture whose bytes hold the test words is risky', () => {
  expect(check(media(Buffer.concat([PNG, Buffer.from(' forbidden-picture ')])))).toEqual(refused(87014, 'risky content'));
});

test('[WX-72] a picture has at most 1 MB', () => {
  const ofSize = (size: number) => check(media(Buffer.concat([PNG, Buffer.alloc(size - PNG.length)])));
  expect(ofSize(1024 * 1024)).toMatchObject({ errcode: 0 });
  expect(ofSize(1024 * 1024 + 1)).toEqual(refused(40006, 'invalid media size'));
});

test.each([['no media', {}], ['an empty picture', media(Buffer.alloc(0))], ['text that says it is a picture', media(Buffer.from('<svg/>'))]])('[WX-72] %s is refused as wrong arguments', (_what, args) => {
  expect(check(args)).toEqual(refused(40097, 'invalid args'));
});

test.each([['text', { media: 'x' }], ['null', { media: null }], ['bytes without their type', { media: PNG }], ['bytes written as JSON', media({ type: 'Buffer', data: [1] })]])('[WX-72] a media that is %s is refused as malformed', (_what, args) => {
  expect(check(args)).toEqual(refused(47001, 'data format error'));
});

const openid = (person: string, appid = MINI_PROGRAM) => world.person(person).openids[appid] ?? '';
function rank(change: Record<string, unknown> = {}, caller: { person: string | null; app: string | null } | null = AS_ALICE): OpenApiReply {
  return world.wechat.openApi.call('riskControl.getUserRiskRank', { appid: MINI_PROGRAM, openid: openid('alice'), scene: 0, client_ip: '203.0.113.7', ...change }, caller) as OpenApiReply;
}

test('[WX-73] a person is ranked 0, in WeChat\'s words, with an identifier of the request under its misspelt name', () => {
  const [one, other] = [rank(), rank()];
  expect(one).toEqual({ errcode: 0, errmsg: 'getuserriskrank succ', risk_rank: 0, unoin_id: expect.any(Number) });
  expect(Number.isSafeInteger(one['unoin_id'])).toBe(true);
  expect(other['unoin_id']).not.toBe(one['unoin_id']);
});

test('[WX-73] whom WeChat stops at the login is ranked 4', () => {
  world.wechat.people.put({ name: 'alice', blocked: true });
  expect(rank({ scene: 2, mobile_no: '13800000001', email_address: 'a@b.example', extended_info: '', is_test: false })).toMatchObject({ risk_rank: 4 });
});

test.each([
  ['no appid', { appid: undefined }, 47001], ['no openid', { openid: undefined }, 47001], ['no scene', { scene: undefined }, 47001], ['a scene in words', { scene: '0' }, 47001], ['no client_ip', { client_ip: undefined }, 47001],
  ['a number that is no text', { mobile_no: 13_800_000_001 }, 47001], ['is_test in words', { is_test: 'true' }, 47001], ['scene 3', { scene: 3 }, 40097], ['another app', { appid: UNBOUND }, 40013], ['an openid of nobody', { openid: 'oFAKE_x' }, 40003],
])('[WX-74] a rank asked with %s is refused', (_what, change, errcode) => {
  expect(rank(change)).toEqual({ errcode, errmsg: expect.stringMatching(new RegExp(RID)) });
});

test('[WX-74] only a person who used the app within two hours, or is behind the call, is ranked; a test asks for nobody\'s presence', () => {
  expect(rank({ openid: openid('bob') })).toMatchObject({ errcode: 61010 });
  expect(rank({ openid: openid('bob'), is_test: true })).toMatchObject({ errcode: 0 });
  world.advance(3 * HOUR);
  expect([rank().errcode, rank({}, null).errcode]).toEqual([0, 61010]);
});
