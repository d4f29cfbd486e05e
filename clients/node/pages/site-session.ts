// Whose session a guarded site's cookies hold: verified, and renewed shortly before its end.
import type { Tokens } from '../../../contract/doors';
import type { Session } from '../session/session';
import type { DoorSettings } from '../session/settings';
import { openRenewals, RENEW_BEFORE_MILLISECONDS } from '../session/renewals';
import { isSessionRefusal, type SessionRefusalCode, type VerifyToken } from '../session/verifier';

/** `renewed`: what the cookies are to hold from now on. */
export type Standing = { ok: true; session: Session; renewed: Tokens | null } | { ok: false; code: SessionRefusalCode };
export interface Held { accessToken: string | null; refreshToken: string | null }

export function openSiteSessions(settings: DoorSettings, verifyToken: VerifyToken, revocation: boolean): (held: Held) => Promise<Standing> {
  const renew = openRenewals(settings);

  async function renewed(refreshToken: string, before: Standing): Promise<Standing> {
    const answer = await renew(refreshToken);
    if (answer.ok) {
      // An answer of before may have been overtaken by a sign-out.
      const verdict = await verifyToken(answer.value.accessToken, revocation);
      return verdict.ok ? { ok: true, session: verdict.session, renewed: answer.value } : verdict;
    }
    const code = answer.refusal?.code;
    if (code !== undefined && isSessionRefusal(code)) return { ok: false, code };
    // It cannot be asked just now: what still lives is good to its end.
    return before.ok ? before : { ok: false, code: 'unavailable' };
  }

  return async ({ accessToken, refreshToken }) => {
    const before = await standing(accessToken);
    const isOver = !before.ok && before.code !== 'token-invalid' && before.code !== 'token-expired';
    const isFresh = before.ok && settings.clock() < before.session.expiresAt - RENEW_BEFORE_MILLISECONDS;
    return refreshToken === null || isOver || isFresh ? before : renewed(refreshToken, before);
  };

  async function standing(accessToken: string | null): Promise<Standing> {
    const verdict = accessToken === null ? { ok: false as const, code: 'token-invalid' as const } : await verifyToken(accessToken, revocation);
    return verdict.ok ? { ok: true, session: verdict.session, renewed: null } : { ok: false, code: verdict.code };
  }
}
