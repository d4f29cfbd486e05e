// Renews sessions of a guarded site: one request however many of a browser's requests find the token old, and the same answer for those that come late.
import { createHash } from 'node:crypto';
import type { Tokens } from '../../../contract/doors';
import { isRecord } from '../shapes';
import { askDoor, type DoorAnswer } from './ask';
import type { DoorSettings } from './settings';

/** Renewed so long before its end, so that no request meets it. */
export const RENEW_BEFORE_MILLISECONDS = 60_000;
const MOST_KEPT = 5_000;

interface Renewal { answer: Promise<DoorAnswer<Tokens>>; until: number }

/**
 * A browser that lost the answer, or sent five requests at once, comes again with the old refresh token, which the door would take for a stolen
 * one after ten seconds: it gets what was renewed, as long as that lives. Only of this process; the hash is kept, not the old token.
 */
export function openRenewals(settings: DoorSettings): (refreshToken: string) => Promise<DoorAnswer<Tokens>> {
  const renewals = new Map<string, Renewal>();

  function start(key: string, refreshToken: string): Renewal {
    const answer = askDoor(settings, { method: 'POST', path: '/auth/session/renew', body: { refreshToken } }, tokensIn);
    const renewal: Renewal = { answer, until: Number.POSITIVE_INFINITY };
    for (const oldest of renewals.keys()) if (renewals.size >= MOST_KEPT) renewals.delete(oldest);
    renewals.set(key, renewal);
    void answer.then((told) => {
      if (told.ok) renewal.until = told.value.accessTokenExpiresAt - RENEW_BEFORE_MILLISECONDS;
      else renewals.delete(key);
    });
    return renewal;
  }

  return async (refreshToken) => {
    const key = createHash('sha256').update(refreshToken).digest('base64url');
    const known = renewals.get(key);
    if (known !== undefined && settings.clock() < known.until) return known.answer;
    renewals.delete(key);
    return start(key, refreshToken).answer;
  };
}

export function tokensIn(value: unknown): Tokens | null {
  if (!isRecord(value)) return null;
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt } = value;
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string' || typeof accessTokenExpiresAt !== 'number' || typeof refreshTokenExpiresAt !== 'number') return null;
  return { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt };
}
