// Reads a user info packet, however it was opened.
import * as v from 'valibot';
import { appId, openId } from '../../auth/ids';
import type { OpenData } from '../../auth/profile/ports';

const UserInfo = v.object({
  openId: v.optional(v.string()), unionId: v.optional(v.string()), nickName: v.string(), avatarUrl: v.string(), is_demote: v.optional(v.boolean()),
  watermark: v.object({ appid: v.string(), timestamp: v.pipe(v.number(), v.integer()) }),
});

/** What WeChat hands out instead of a profile since November 2022. */
const ANONYMOUS_NICKNAME = '微信用户';
const ANONYMOUS_PICTURE = '/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/';
const LONGEST_URL = 1024;

/** Null for anything that is not user info; an openid outside WeChat's alphabet is not. */
export function readUserInfo(value: unknown): OpenData | null {
  const parsed = v.safeParse(UserInfo, value);
  if (!parsed.success) return null;
  const info = parsed.output;
  const person = info.openId === undefined ? null : openId(info.openId);
  if (info.openId !== undefined && person === null) return null;
  const anonymous = info.is_demote === true || info.nickName === ANONYMOUS_NICKNAME || info.avatarUrl.includes(ANONYMOUS_PICTURE);
  return {
    openId: person, unionIdPresent: Boolean(info.unionId), nickname: info.nickName, avatarUrl: pictureUrl(info.avatarUrl), anonymous,
    appId: appId(info.watermark.appid), timestamp: info.watermark.timestamp * 1000,
  };
}

function pictureUrl(text: string): string | null {
  return text.length <= LONGEST_URL && /^https?:\/\//.test(text) && URL.canParse(text) ? text : null;
}
