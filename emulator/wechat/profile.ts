/**
 * What WeChat says of a person to an app.
 * Deviation: today's WeChat tells every newly published app the anonymous profile only; the real one goes to versions published before
 * 2022-11-08. The local WeChat keeps both, since apps meet both: a person whose nickname is 微信用户 is anonymous, everyone else is told as before that day.
 * Gender and region have been empty for everybody since 2021-10-20.
 */
import type { AppRecord, PersonRecord } from '../ports';
import { unionidFor } from './state';

const ANONYMOUS_NICKNAME = '微信用户';
/** The grey default picture under its real address. */
const ANONYMOUS_AVATAR = 'https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132';

export interface Profile { nickName: string; gender: number; language: string; city: string; province: string; country: string; avatarUrl: string }

/** The keys in WeChat's order: rawData is signed as text. */
export function profileOf(person: PersonRecord): Profile {
  const anonymous = isAnonymous(person);
  return {
    nickName: person.nickname, gender: 0, language: anonymous ? '' : 'zh_CN', city: '', province: '', country: '',
    avatarUrl: anonymous ? ANONYMOUS_AVATAR : person.avatarUrl,
  };
}

export function isAnonymous(person: PersonRecord): boolean {
  return person.nickname === ANONYMOUS_NICKNAME;
}

/** The sensitive form: with openId, unionId where there is one, and the watermark. Keys in the order of the vendor's sample. */
export function openDataOf(person: PersonRecord, app: AppRecord, openid: string, now: number): Record<string, unknown> {
  const unionId = unionidFor(person, app);
  return {
    openId: openid, ...profileOf(person), ...(unionId === null ? {} : { unionId }),
    watermark: { timestamp: Math.floor(now / 1000), appid: app.appid },
  };
}
