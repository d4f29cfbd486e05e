// What WeChat says of a text, a picture and a phone number's code, and what we make of everything else that may come.
import fc from 'fast-check';
import type { Asked } from '../../wechat/open-api';
import { judge } from '../../wechat/phonenumber/get-phone-number';
import { judgePicture, judgeText, weChatContentCheck } from '../../wechat/security/content-check';

const silent = { alarm: () => {}, notice: () => {} };
const said = (answer: unknown): Asked => ({ ok: true, answer });
const refused = (errCode: number | null): Asked => ({ ok: false, errCode });

test.each([['pass', 'pass'], ['risky', 'risky'], ['review', 'risky']] as const)('[PR-8] a text WeChat suggests to %s is %s', (suggest, verdict) => {
  expect(judgeText(said({ errCode: 0, result: { suggest, label: 100 } }), silent.notice)).toBe(verdict);
});

test.each<[Asked, string]>([
  [said({ errCode: 0, errMsg: 'openapi.security.imgSecCheck:ok' }), 'pass'], [refused(87014), 'risky'], [refused(40006), 'unavailable'], [refused(-604101), 'unavailable'], [refused(null), 'unavailable'], [said({}), 'unavailable'], [said(null), 'unavailable'], [said({ errCode: '0' }), 'unavailable'],
  // The SDK's own code 0 beside what was no JSON of WeChat's: an answer that was cut or is empty, and a text.
  [said({ contentType: '', buffer: Buffer.alloc(0), errCode: 0, errMsg: 'openapi.security.imgSecCheck:ok' }), 'unavailable'], [said({ result: 'system busy', errCode: 0, errMsg: 'openapi.security.imgSecCheck:ok' }), 'unavailable'],
])('[PR-10] of a picture, %j is %s', (asked, verdict) => {
  expect(judgePicture(asked, silent.notice)).toBe(verdict);
});

test('[PR-8] a text of the profile is asked about with its writer, as version 2 wants; a picture by its bytes', async () => {
  const asked: unknown[] = [];
  const check = weChatContentCheck(async (...question) => { asked.push(question); return refused(null); }, silent.notice);
  await check.text('oFAKE_alice' as never, 'Alice');
  await check.picture({ bytes: Buffer.from('x'), type: 'image/png' });
  expect(asked).toEqual([
    ['security', 'msgSecCheck', { openid: 'oFAKE_alice', scene: 1, version: 2, content: 'Alice' }],
    ['security', 'imgSecCheck', { media: { contentType: 'image/png', value: Buffer.from('x') } }],
  ]);
});

const phoneInfo = (change: object = {}) => said({ errCode: 0, phoneInfo: { phoneNumber: '13800000001', purePhoneNumber: '13800000001', countryCode: '86', watermark: { timestamp: 1_700_000_000, appid: 'wxfa4e000000000001' }, ...change } });

test('[SEC-22] a number is E.164, whether WeChat tells the country as a text or as a number', () => {
  const number = { kind: 'exchanged', number: '+8613800000001', countryCode: '86', appId: 'wxfa4e000000000001', timestamp: 1_700_000_000_000 };
  expect([judge(phoneInfo(), silent), judge(phoneInfo({ countryCode: 86 }), silent)]).toEqual([number, number]);
  expect(judge(phoneInfo({ phoneNumber: '+85291234567', purePhoneNumber: '91234567', countryCode: '852' }), silent)).toMatchObject({ number: '+85291234567', countryCode: '852' });
});

test.each([{ purePhoneNumber: '' }, { purePhoneNumber: '138 0000' }, { purePhoneNumber: { $ne: 1 } }, { countryCode: '086' }, { countryCode: null }, { watermark: null }, { watermark: { timestamp: 'x', appid: 'wx' } }])('[SEC-17] a number with %j is no number', (change) => {
  expect(judge(phoneInfo(change), silent)).toEqual({ kind: 'unavailable', code: 'wechat-unavailable', charged: 'unknown' });
});

test.each([[40029, 'refused', 'code-invalid'], [40163, 'refused', 'code-used'], [40013, 'refused', 'code-invalid'], [-1, 'unavailable', 'wechat-busy'], [45011, 'unavailable', 'wechat-busy'], [40001, 'unavailable', 'internal'], [-604101, 'unavailable', 'internal'], [12345, 'unavailable', 'wechat-unavailable']] as const)('[SEC-16] of a phone code, %i is %s: %s, and what is ours to mend is an alarm', (errCode, kind, code) => {
  const alarms: string[] = [];
  expect(judge(refused(errCode), { ...silent, alarm: (event) => { alarms.push(event); } })).toEqual(kind === 'refused' ? { kind, code } : { kind, code, charged: 'no' });
  expect(alarms).toEqual(code === 'internal' ? ['wechat-misconfigured'] : []);
});

test.each<[number | null, 'no' | 'unknown']>([[null, 'unknown'], [-501001, 'unknown'], [-601001, 'unknown'], [-1, 'no'], [45011, 'no'], [-604101, 'no']])('[SEC-73] a number that was asked for and ended in %j has cost: %s', (errCode, charged) => {
  expect(judge(refused(errCode), silent)).toMatchObject({ kind: 'unavailable', charged });
});

test('[SEC-17] whatever comes instead of an answer is a refusal or an unavailable WeChat, never a number and never a throw', () => {
  fc.assert(fc.property(fc.anything(), (answer) => {
    expect(judge(said(answer), silent)).toMatchObject({ kind: 'unavailable' });
    expect(['unavailable', 'pass']).toContain(judgePicture(said(answer), silent.notice));
    expect(judgeText(said(answer), silent.notice)).toBe('unavailable');
  }));
});
