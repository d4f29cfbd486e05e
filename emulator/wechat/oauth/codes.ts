// The codes that WeChat's pages hand to a website or a page inside WeChat: once, for one app, and not for long.
import { newLoginCode } from '../identifiers';
import type { AppRecord } from '../../ports';
import type { State } from '../state';
import { MINUTE, openSweeper, SHELF_PREFIX } from '../state';

const PREFIX = `${SHELF_PREFIX}oauth-code/`;
/** 网站应用: 10 minutes by the open platform's page. 公众号: 5 minutes by 网页授权's. */
const WEBSITE_LIFETIME = 10 * MINUTE;
const ACCOUNT_LIFETIME = 5 * MINUTE;

/** What a person let an app know. */
export interface Authorized {
  appid: string;
  person: string;
  scope: string;
  /** WeChat shows the page as a 快照页 and tells of a virtual person. */
  snapshot: boolean;
}
export interface OAuthCode extends Authorized { code: string; expiresAt: number; usedAt: number | null }

export interface OAuthCodes {
  issue(app: AppRecord, person: string, scope: string, snapshot: boolean): string;
  /** Null when unknown, expired (used or not), or made for another app. */
  find(code: string, appid: string): OAuthCode | null;
  markUsed(issued: OAuthCode): void;
}

export function openOAuthCodes({ clock, shelf }: State): OAuthCodes {
  const sweep = openSweeper<OAuthCode>({ clock, shelf }, PREFIX, ({ expiresAt }, now) => now >= expiresAt);
  return {
    issue({ appid, kind }, person, scope, snapshot) {
      sweep();
      const expiresAt = clock.now() + (kind === 'website' ? WEBSITE_LIFETIME : ACCOUNT_LIFETIME);
      const issued: OAuthCode = { code: newLoginCode(), appid, person, scope, snapshot, expiresAt, usedAt: null };
      shelf.put(PREFIX + issued.code, issued);
      return issued.code;
    },
    find(code, appid) {
      if (!/^[0-9A-Za-z]{32}$/.test(code)) return null;
      const issued = shelf.get(PREFIX + code) as OAuthCode | undefined;
      return !issued || issued.appid !== appid || clock.now() >= issued.expiresAt ? null : issued;
    },
    markUsed(issued) {
      shelf.put(PREFIX + issued.code, { ...issued, usedAt: clock.now() } satisfies OAuthCode);
    },
  };
}
