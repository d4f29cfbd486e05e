// How a way to sign in reads to the person it belongs to.
import type { IdentityItem } from '../../../contract/doors';
import { en, type Words, zh } from '../../../miniprogram/i18n/dictionary';
import { namesIn, rowsOf } from '../../../miniprogram/pages/identities/identity-row';

/** By the calendar of whoever runs the test, as a phone goes by its own. */
const at = (month: number, day: number, hour = 0, minute = 0) => new Date(2026, month - 1, day, hour, minute).getTime();
const NOW = at(11, 20, 15);
const NAMES = { wxfa4e000000000001: { zh: '小店', en: 'The Shop' }, wxfa4e000000000002: { zh: '店讯', en: '' } };

function aWay(over: Partial<IdentityItem> = {}): IdentityItem {
  return { identityId: 'i1', kind: 'mini-program', appId: 'wxfa4e000000000001', linkedAt: at(3, 2), lastSignInAt: at(11, 20, 14, 3), current: true, ...over };
}
const rowOf = (over: Partial<IdentityItem>, words: Words, language: string) => rowsOf([aWay(over)], words, namesIn(language, NAMES), NOW)[0];

it('[PH-180] a way reads as the app’s name, its kind, last sign-in and when it was linked, in both languages', () => {
  expect(rowOf({}, zh, 'zh_CN')).toEqual({ identityId: 'i1', current: true, shape: 'mini-program', title: '小店', kind: '小程序', linked: '3月2日', lastSignIn: '今天 14:03' });
  expect(rowOf({}, en, 'en')).toMatchObject({ title: 'The Shop', kind: 'Mini program', linked: 'Mar 2', lastSignIn: 'Today 14:03' });
});

it.each<[Partial<IdentityItem>, object, object]>([
  [{ appId: 'wxfa4e0000000000ab' }, { title: '小程序（尾号 00ab）', kind: '' }, { title: 'Mini program (00ab)', kind: '' }],
  [{ appId: 'wxfa4e000000000002', kind: 'official-account' }, { title: '店讯', kind: '公众号' }, { title: 'Official account (0002)', kind: '' }],
  [{ appId: 'wxfa4e000000000003', kind: 'website', current: false }, { title: '网站（尾号 0003）', shape: 'website', current: false }, { title: 'Website (0003)' }],
])('[PH-181] an app without a name in the person’s language reads as its kind and the end of its appid: %j', (over, inChinese, inEnglish) => {
  expect(rowOf(over, zh, 'zh_TW')).toMatchObject(inChinese);
  expect(rowOf(over, en, 'fr')).toMatchObject(inEnglish);
});

it('[PH-180] the order is the one that the cloud gives', () => {
  const items = [aWay({ identityId: 'b' }), aWay({ identityId: 'c', current: false }), aWay({ identityId: 'a', current: false })];
  expect(rowsOf(items, en, namesIn('en', {}), NOW).map(({ identityId }) => identityId)).toEqual(['b', 'c', 'a']);
});
