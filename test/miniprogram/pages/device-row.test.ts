// How a session reads to the person it belongs to.
import type { SessionItem } from '../../../contract/doors';
import { enDevices, zhDevices } from '../../../miniprogram/i18n/devices';
import { momentIn } from '../../../miniprogram/i18n/moment';
import { rowsOf } from '../../../miniprogram/pages/devices/device-row';

/** By the calendar of whoever runs the test, as a phone goes by its own. */
const at = (year: number, month: number, day: number, hour = 0, minute = 0) => new Date(year, month - 1, day, hour, minute).getTime();
const NOW = at(2026, 11, 20, 15, 0);

function aSession(over: Partial<SessionItem> = {}): SessionItem {
  return {
    sessionId: 's1', current: false, door: 'mini-program', appId: 'wxfa4e000000000001', device: { platform: 'ios', model: 'iPhone 15' },
    ipPrefix: '203.0.113.*', createdAt: at(2026, 11, 3, 9, 5), lastUsedAt: at(2026, 11, 20, 14, 3), expiresAt: at(2026, 12, 20), ...over,
  };
}
const rowOf = (over: Partial<SessionItem>, words = zhDevices) => rowsOf([aSession(over)], words, NOW)[0];

it('[PH-54] a device reads as its model, platform, door, masked address, first sign-in and last use, in both languages', () => {
  expect(rowOf({})).toEqual({
    sessionId: 's1', current: false, shape: 'handheld', title: 'iPhone 15', kind: 'iPhone 或 iPad · 小程序', address: '203.0.113.*', firstSignIn: '11月3日', lastUse: '今天 14:03',
  });
  expect(rowOf({}, enDevices)).toMatchObject({ title: 'iPhone 15', kind: 'iPhone or iPad · Mini program', firstSignIn: 'Nov 3', lastUse: 'Today 14:03' });
});

it.each<[Partial<SessionItem>, object]>([
  [{ device: { platform: 'ios', model: 'iPhone 15 Pro<iPhone16,1>' } }, { title: 'iPhone 15 Pro' }],
  [{ device: { platform: 'android', model: '' } }, { title: '安卓设备', kind: '小程序', shape: 'handheld' }],
  [{ device: { platform: 'mac', model: 'MacBookPro18' }, door: 'scan' }, { title: 'MacBookPro18', kind: 'Mac 电脑 · 扫码登录', shape: 'computer' }],
  [{ device: null, door: 'website', ipPrefix: null }, { title: '未知设备', kind: '网站', shape: 'computer', address: '' }],
  [{ device: null, door: 'official-account' }, { title: '未知设备', kind: '公众号', shape: 'handheld' }],
])('[PH-54] %j reads as %j', (over, expected) => {
  expect(rowOf(over)).toMatchObject(expected);
});

it('[PH-54] this device comes first, the others stay newest first', () => {
  const items = [aSession({ sessionId: 'a' }), aSession({ sessionId: 'b' }), aSession({ sessionId: 'c', current: true })];
  expect(rowsOf(items, zhDevices, NOW).map(({ sessionId }) => sessionId)).toEqual(['c', 'a', 'b']);
});

it.each([
  [at(2026, 11, 20), '今天 00:00', 'Today 00:00'],
  [at(2026, 11, 19, 23, 59), '昨天 23:59', 'Yesterday 23:59'],
  [at(2026, 11, 18, 23, 59), '11月18日', 'Nov 18'],
  [at(2026, 1, 1), '1月1日', 'Jan 1'],
  [at(2025, 12, 31, 23, 59), '2025年12月31日', 'Dec 31, 2025'],
  [at(2026, 11, 21), '11月21日', 'Nov 21'],
])('[PH-55] seen on 20 November 2026, %i is %s, %s', (then, zh, en) => {
  expect([momentIn(zhDevices.moment, then, NOW), momentIn(enDevices.moment, then, NOW)]).toEqual([zh, en]);
});

it('[PH-55] on New Year’s Day the day before is yesterday', () => {
  expect(momentIn(zhDevices.moment, at(2026, 12, 31, 8, 0), at(2027, 1, 1))).toBe('昨天 08:00');
});

it('[PH-56] in Chinese, WeChat’s limit of four characters on a button holds', () => {
  const { askThere, askEverywhere } = zhDevices;
  for (const { confirmText, cancelText } of [askThere, askEverywhere]) expect(Math.max(confirmText.length, cancelText.length)).toBeLessThanOrEqual(4);
});
