// Tells by an access token who asks: by the door's public keys alone, or by asking the door, where a sign-out or a ban counts at once.
import { isRecord } from '../shapes';
import { askDoor } from './ask';
import { judgeToken, openToken } from './access-token';
import type { Session } from './session';
import { broughtToken, type Bringing } from './brought-token';
import { openDoorKeys } from './door-keys';
import { type DoorOptions, type DoorSettings, doorSettings } from './settings';
import { type Guard, refusalAnswer } from '../guard';
import { check } from '../shapes';

export type SessionRefusalCode = 'token-invalid' | 'token-expired' | 'session-revoked' | 'user-blocked' | 'account-closed' | 'unavailable';
/** `status`: of HTTP. */
export type SessionVerdict = { ok: true; session: Session } | { ok: false; code: SessionRefusalCode; status: 401 | 403 | 503 };

export interface VerifyOptions {
  /** Asks the door as well, one request each time. */
  revocation?: boolean;
}
export interface VerifierOptions extends DoorOptions, VerifyOptions {}

export interface Verifier extends Guard<Session> {
  /** Of X-Wx-Ticket or Authorization: Bearer. Throws for nothing that stands in a request; a TypeError for what is none. */
  verifySession(input: Bringing, options?: VerifyOptions): Promise<SessionVerdict>;
}

const STATUS: Record<SessionRefusalCode, 401 | 403 | 503> = { 'token-invalid': 401, 'token-expired': 401, 'session-revoked': 401, 'user-blocked': 403, 'account-closed': 403, unavailable: 503 };

/** @throws TypeError that names the option that is not right */
export function createVerifier(options: VerifierOptions): Verifier {
  const { revocation = false } = options;
  check(typeof revocation === 'boolean', 'revocation is true or false');
  const verifyToken = openVerifying(doorSettings(options), () => performance.now());
  const verifySession: Verifier['verifySession'] = async (input, { revocation: asked = revocation } = {}) => {
    const token = broughtToken(input);
    return token === null ? refused('token-invalid') : verifyToken(token, asked);
  };
  return {
    verifySession,
    async judge({ headers, target }) {
      const verdict = await verifySession({ headers, url: target });
      return verdict.ok ? { session: verdict.session, cookies: [] } : { answer: refusalAnswer(verdict.code) };
    },
  };
}

export type VerifyToken = (token: string, revocation: boolean) => Promise<SessionVerdict>;

export function openVerifying(settings: DoorSettings, monotonic: () => number): VerifyToken {
  const keys = openDoorKeys(settings, monotonic);
  return async (token, revocation) => {
    const opened = openToken(token);
    if (opened === null) return refused('token-invalid');
    const found = await keys.find(opened.kid);
    if (found === 'unknown') return refused('token-invalid');
    if (found === 'unavailable') return refused('unavailable');
    const verdict = judgeToken(opened, found.key, settings.door, settings.clock());
    if (!verdict.ok) return refused(verdict.code);
    return revocation ? atDoor(settings, token, verdict.session) : verdict;
  };
}

/** The door's word: a sign-out, a ban and a merge count at once. */
async function atDoor(settings: DoorSettings, token: string, session: Session): Promise<SessionVerdict> {
  const answer = await askDoor(settings, { method: 'GET', path: '/auth/me', token }, userIdIn);
  if (answer.ok) return { ok: true, session: { ...session, userId: answer.value } };
  const code = answer.refusal?.code;
  return refused(code !== undefined && isSessionRefusal(code) ? code : 'unavailable');
}

function userIdIn(value: unknown): string | null {
  const user = isRecord(value) ? value['user'] : null;
  return isRecord(user) && typeof user['id'] === 'string' && user['id'] !== '' ? user['id'] : null;
}

export function isSessionRefusal(code: string): code is SessionRefusalCode {
  return Object.hasOwn(STATUS, code) && code !== 'unavailable';
}

function refused(code: SessionRefusalCode): SessionVerdict {
  return { ok: false, code, status: STATUS[code] };
}
