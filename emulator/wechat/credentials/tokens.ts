// The access_tokens of apps: what each endpoint hands out, how long a former one stays good, and what one is worth in a call.
import { createHash } from 'node:crypto';
import { newAccessToken } from '../identifiers';
import type { State } from '../state';
import { DAY, MINUTE, openSweeper, SECOND, SHELF_PREFIX } from '../state';
import type { SettingsStore } from './settings';

const PREFIX = `${SHELF_PREFIX}access-token/`;
const ISSUED_PREFIX = `${SHELF_PREFIX}access-tokens-of/`;
/** cgi-bin/token: how long the former one stays good. stable_token: the rest of life at which a new one is handed out. */
const OVERLAP = 5 * MINUTE;
/** 连续使用需要至少间隔 30s. @see 获取稳定版接口调用凭据, developers.weixin.qq.com */
const BETWEEN_FORCED = 30 * SECOND;
/** A dead token is told from a made-up one for this long after its natural end. */
const REMEMBERED = DAY;
/** Void whatever the clock says, also after it went back. */
const FROM_EVER = 0;

const NOT_LATEST = 40001;
const INVALID_TOKEN = 40014;
const EXPIRED = 42001;

export type TokenEndpoint = 'token' | 'stable_token';
interface AccessToken { value: string; appid: string; endpoint: TokenEndpoint; issuedAt: number; expiresAt: number; /** When a newer one takes its place. */ voidFrom: number | null }
/** `keys` of the tokens that are not done with, the newest first. */
interface Issued { keys: string[]; forcedAt: number | null }

/** As on the wire. */
export type HandedOut = { access_token: string; expires_in: number };
export interface LivingToken { endpoint: TokenEndpoint; state: 'current' | 'overlap'; expiresAt: number }

export interface AccessTokens {
  /** cgi-bin/token: always a new one; the former is good for 5 minutes more, the one before that no longer. */
  renew(appid: string): HandedOut;
  /** stable_token: the same one until its last 5 minutes, then a new one beside it. */
  present(appid: string): HandedOut;
  /** stable_token with force_refresh: a new one, and no other is good from now on. */
  force(appid: string): HandedOut;
  /** Whether the last one by force is less than 30 s ago. */
  wasJustForced(appid: string): boolean;
  /** Refuses by errcode: 40014 never handed out; 40001 replaced by a newer one; 42001 aged out. */
  judge(value: string): { appid: string } | { errcode: number };
  /** Those that are good now. */
  living(appid: string): LivingToken[];
}

/** Longer tokens than the shelf's keys can be. */
function keyOf(value: string): string {
  return PREFIX + createHash('sha256').update(value).digest('hex');
}

/** What it died of first, or null. */
function deathOf({ voidFrom, expiresAt }: AccessToken, now: number): number | null {
  if (voidFrom !== null && voidFrom < expiresAt && now >= voidFrom) return NOT_LATEST;
  return now >= expiresAt ? EXPIRED : null;
}

export function openAccessTokens({ clock, shelf }: Pick<State, 'clock' | 'shelf'>, settings: SettingsStore): AccessTokens {
  const sweep = openSweeper<AccessToken>({ clock, shelf }, PREFIX, ({ expiresAt }, now) => now >= expiresAt + REMEMBERED);

  function find(key: string): AccessToken | null {
    return (shelf.get(key) as AccessToken | undefined) ?? null;
  }
  function issuedBy(appid: string, endpoint: TokenEndpoint): Issued & { tokens: AccessToken[] } {
    const { keys, forcedAt } = (shelf.get(`${ISSUED_PREFIX}${appid}/${endpoint}`) as Issued | undefined) ?? { keys: [], forcedAt: null };
    return { keys, forcedAt, tokens: keys.map(find).filter((token) => token !== null) };
  }
  function voidFrom(tokens: AccessToken[], from: number): void {
    for (const token of tokens) shelf.put(keyOf(token.value), { ...token, voidFrom: from } satisfies AccessToken);
  }
  /** WeChat never promises more than a whole life, whatever the clock did. */
  function handOut({ value, issuedAt, expiresAt }: AccessToken, now: number): HandedOut {
    return { access_token: value, expires_in: Math.floor(Math.min(expiresAt - issuedAt, expiresAt - now) / SECOND) };
  }
  function issue(appid: string, endpoint: TokenEndpoint, beside: AccessToken[], forcedAt: number | null): HandedOut {
    sweep();
    const { lifetimeSeconds, tokenLength } = settings.of(appid);
    const now = clock.now();
    const token: AccessToken = { value: newAccessToken(tokenLength), appid, endpoint, issuedAt: now, expiresAt: now + lifetimeSeconds * SECOND, voidFrom: null };
    shelf.put(keyOf(token.value), token);
    shelf.put(`${ISSUED_PREFIX}${appid}/${endpoint}`, { keys: [token, ...beside].map(({ value }) => keyOf(value)), forcedAt } satisfies Issued);
    return handOut(token, now);
  }
  function living(appid: string): LivingToken[] {
    return (['token', 'stable_token'] as const).flatMap((endpoint) => {
      const { tokens } = issuedBy(appid, endpoint);
      const states = tokens.map((token, index) => ({ token, state: index === 0 ? 'current' as const : 'overlap' as const }));
      const good = states.filter(({ token }) => deathOf(token, clock.now()) === null);
      return good.map(({ token: { expiresAt, voidFrom: end }, state }) => ({ endpoint, state, expiresAt: Math.min(expiresAt, end ?? expiresAt) }));
    });
  }

  return {
    renew(appid) {
      const [former, ...older] = issuedBy(appid, 'token').tokens;
      voidFrom(older, FROM_EVER);
      if (former) voidFrom([former], clock.now() + OVERLAP);
      return issue(appid, 'token', former ? [former] : [], null);
    },
    present(appid) {
      const { tokens, forcedAt } = issuedBy(appid, 'stable_token');
      const [newest] = tokens;
      const now = clock.now();
      if (newest && newest.expiresAt - now > OVERLAP) return handOut(newest, now);
      return issue(appid, 'stable_token', tokens.filter((token) => deathOf(token, clock.now()) === null), forcedAt);
    },
    force(appid) {
      voidFrom(issuedBy(appid, 'stable_token').tokens, FROM_EVER);
      return issue(appid, 'stable_token', [], clock.now());
    },
    wasJustForced(appid) {
      const { forcedAt } = issuedBy(appid, 'stable_token');
      return forcedAt !== null && Math.abs(clock.now() - forcedAt) < BETWEEN_FORCED;
    },
    judge(value) {
      const token = find(keyOf(value));
      if (token === null) return { errcode: INVALID_TOKEN };
      const errcode = deathOf(token, clock.now());
      return errcode === null ? { appid: token.appid } : { errcode };
    },
    living,
  };
}
