// The tokens of one person for one app (网页授权, 网站应用): an access_token for two hours and a refresh_token for thirty days.
import { createHash } from 'node:crypto';
import { newAccessToken } from '../identifiers';
import type { State } from '../state';
import { DAY, MINUTE, openSweeper, SECOND, SHELF_PREFIX } from '../state';
import type { Authorized } from './codes';

const ACCESS_PREFIX = `${SHELF_PREFIX}oauth-access/`;
const REFRESH_PREFIX = `${SHELF_PREFIX}oauth-refresh/`;
const ACCESS_LIFETIME = 120 * MINUTE;
/** Not renewable: after it the person is asked again. */
const REFRESH_LIFETIME = 30 * DAY;
/** A dead one is told from a made-up one for this long. */
const REMEMBERED = DAY;
/** WeChat asks for room for 512 characters and more. */
const TOKEN_LENGTH = 512;

const INVALID_CREDENTIAL = 40001;
const INVALID_TOKEN = 40014;
const TOKEN_EXPIRED = 42001;
const INVALID_REFRESH_TOKEN = 40030;
const REFRESH_TOKEN_EXPIRED = 42002;

interface AccessToken extends Authorized { expiresAt: number }
interface RefreshToken extends Authorized { expiresAt: number; /** Of the access_token handed out last. */ access: string }

export interface HandedOutGrant { authorized: Authorized; accessToken: string; refreshToken: string; expiresIn: number }
export interface Grants {
  issue(authorized: Authorized): HandedOutGrant;
  /** The same access_token with a whole life again, or a new one where it aged out. Refuses by errcode: 40030 unknown or of another app; 42002 aged out. */
  refresh(refreshToken: string, appid: string): HandedOutGrant | { errcode: number };
  /** Refuses by errcode: 40014 no such token can be; 40001 never handed out; 42001 aged out. */
  judge(accessToken: string): Authorized | { errcode: number };
}

/** Longer tokens than the shelf's keys can be. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function openGrants({ clock, shelf }: Pick<State, 'clock' | 'shelf'>): Grants {
  const isForgotten = ({ expiresAt }: { expiresAt: number }, now: number) => now >= expiresAt + REMEMBERED;
  const sweeps = [ACCESS_PREFIX, REFRESH_PREFIX].map((prefix) => openSweeper<{ expiresAt: number }>({ clock, shelf }, prefix, isForgotten));

  function putAccess(value: string, { appid, person, scope, snapshot }: Authorized): string {
    shelf.put(ACCESS_PREFIX + hashOf(value), { appid, person, scope, snapshot, expiresAt: clock.now() + ACCESS_LIFETIME } satisfies AccessToken);
    return value;
  }
  function isAlive(access: string): boolean {
    const known = shelf.get(ACCESS_PREFIX + hashOf(access)) as AccessToken | undefined;
    return known !== undefined && clock.now() < known.expiresAt;
  }
  function handOut(authorized: Authorized, accessToken: string, refreshToken: string): HandedOutGrant {
    return { authorized, accessToken, refreshToken, expiresIn: ACCESS_LIFETIME / SECOND };
  }

  return {
    issue(authorized) {
      for (const sweep of sweeps) sweep();
      const access = putAccess(newAccessToken(TOKEN_LENGTH), authorized);
      const refreshToken = newAccessToken(TOKEN_LENGTH);
      shelf.put(REFRESH_PREFIX + hashOf(refreshToken), { ...authorized, expiresAt: clock.now() + REFRESH_LIFETIME, access } satisfies RefreshToken);
      return handOut(authorized, access, refreshToken);
    },
    refresh(refreshToken, appid) {
      const known = shelf.get(REFRESH_PREFIX + hashOf(refreshToken)) as RefreshToken | undefined;
      if (known?.appid !== appid) return { errcode: INVALID_REFRESH_TOKEN };
      if (clock.now() >= known.expiresAt) return { errcode: REFRESH_TOKEN_EXPIRED };
      const access = putAccess(isAlive(known.access) ? known.access : newAccessToken(TOKEN_LENGTH), known);
      if (access !== known.access) shelf.put(REFRESH_PREFIX + hashOf(refreshToken), { ...known, access } satisfies RefreshToken);
      return handOut(known, access, refreshToken);
    },
    judge(accessToken) {
      if (!/^[\w-]{32,4096}$/.test(accessToken)) return { errcode: INVALID_TOKEN };
      const known = shelf.get(ACCESS_PREFIX + hashOf(accessToken)) as AccessToken | undefined;
      if (known === undefined) return { errcode: INVALID_CREDENTIAL };
      return clock.now() >= known.expiresAt ? { errcode: TOKEN_EXPIRED } : known;
    },
  };
}
