// The codes of wx.login: five minutes, once, and only for the app they were made for.
import { newLoginCode } from './identifiers';
import type { State } from './state';
import { MINUTE, openSweeper, SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}code/`;
/** wx.login, developers.weixin.qq.com: 有效期五分钟. */
const CODE_LIFETIME = 5 * MINUTE;

export interface IssuedCode {
  code: string;
  appid: string;
  person: string;
  /** The key that was current when the code was made: an older code exchanged last hands out a stale key. */
  sessionKey: string;
  issuedAt: number;
  usedAt: number | null;
}

export interface Codes {
  /** Several outstanding codes of one person stay good side by side. */
  issue(appid: string, person: string, sessionKey: string): string;
  /** Null when unknown, expired (used or not), or made for another app. */
  find(code: string, appid: string): IssuedCode | null;
  markUsed(issued: IssuedCode): void;
}

function isExpired(issued: IssuedCode, now: number): boolean {
  return now >= issued.issuedAt + CODE_LIFETIME;
}

export function openCodes({ clock, shelf }: State): Codes {
  const sweep = openSweeper<IssuedCode>({ clock, shelf }, PREFIX, isExpired);
  return {
    issue(appid, person, sessionKey) {
      sweep();
      const issued: IssuedCode = { code: newLoginCode(), appid, person, sessionKey, issuedAt: clock.now(), usedAt: null };
      shelf.put(PREFIX + issued.code, issued);
      return issued.code;
    },
    find(code, appid) {
      if (!/^[0-9A-Za-z]{32}$/.test(code)) return null;
      const issued = shelf.get(PREFIX + code) as IssuedCode | undefined;
      return !issued || issued.appid !== appid || isExpired(issued, clock.now()) ? null : issued;
    },
    markUsed(issued) {
      shelf.put(PREFIX + issued.code, { ...issued, usedAt: clock.now() });
    },
  };
}
