// Stands before pages: who opens one is led to the right door and back, once, and is known by a cookie from then on.
import { createHash, randomBytes } from 'node:crypto';
import type { Session } from '../session/session';
import { type Answer, type Asked, askedHeader, type Guard, NOT_KEPT, refusalAnswer } from '../guard';
import { type GuardCookies, guardCookies, ROUNDS_SECONDS } from './guard-cookies';
import { guardedPaths, pathOf } from './guarded-paths';
import { isOwnRequest, landed } from './landing';
import { nextPage } from './next-page';
import { ownOrigin, type PageSettings, pageSettings, type RequireWeChatOptions } from './settings';
import { BLOCKED, CLOSED, NOT_NOW, ODD, pageAnswer, STOPPED } from './site-page';
import { openSiteSessions, type Standing } from './site-session';
import { openVerifying, type SessionRefusalCode } from '../session/verifier';

/** WeChat itself answers 10009 to who comes too often. */
const MOST_ROUNDS = 2;

/**
 * The session of a page that no guard stands before is null, and its cookies are not looked at.
 * @throws TypeError that names the option that is not right
 */
export function requireWeChat(options: RequireWeChatOptions): Guard<Session | null> {
  const settings = pageSettings(options);
  const isGuarded = guardedPaths(settings.paths);
  const verifyToken = openVerifying(settings.door, () => performance.now());
  const standingOf = openSiteSessions(settings.door, verifyToken, settings.revocation);
  return {
    async judge(asked) {
      const path = pathOf(asked.target);
      const isOurs = path === settings.back || path.startsWith(`${settings.back}/`);
      if (!isOurs && !isGuarded(path)) return { session: null, cookies: [] };
      const origin = ownOrigin(settings, asked.origin);
      if (origin === null) return { answer: isOpening(asked) ? pageAnswer(400, ODD, null) : refusalAnswer('bad-request') };
      const cookies = guardCookies(origin.startsWith('https:'));
      if (isOurs) {
        const answer = await landed({ settings, cookies, verifyToken, origin }, asked);
        if (answer !== null) return { answer };
        if (!isGuarded(path)) return { session: null, cookies: [] };
      }
      if (!isReading(asked) && !isOwnRequest(asked, origin)) return { answer: refusalAnswer('forbidden') };
      const standing = await standingOf({ accessToken: cookies.accessToken(asked), refreshToken: cookies.refreshToken(asked) });
      if (standing.ok) return { session: standing.session, cookies: passing(cookies, asked, standing) };
      const { code } = standing;
      if (!isOpening(asked)) return { answer: refusalAnswer(code, isPassing(code) ? [] : cookies.drop(asked, ['wx_session', 'wx_refresh'])) };
      return { answer: isOver(code) ? explained(cookies, asked, code) : begin(settings, cookies, asked, origin) };
    },
  };
}

const isReading = ({ method }: Asked): boolean => method === 'GET' || method === 'HEAD';
/** It may be told another time: the cookies stay. */
const isPassing = (code: SessionRefusalCode): boolean => code === 'unavailable';
/** A round to the door would change nothing. */
const isOver = (code: SessionRefusalCode): boolean => code === 'unavailable' || code === 'user-blocked' || code === 'account-closed';

/** A person opens a page, and sees what is answered. */
function isOpening(asked: Asked): boolean {
  const [mode, purpose] = [askedHeader(asked, 'sec-fetch-mode'), askedHeader(asked, 'sec-purpose')];
  const isSeen = (mode === null || mode === 'navigate') && !(purpose ?? '').includes('prefetch');
  return isReading(asked) && isSeen && (askedHeader(asked, 'accept') ?? '').includes('text/html');
}

/** The rounds are over once a page is reached. */
function passing(cookies: GuardCookies, asked: Asked, { renewed }: Standing & { ok: true }): string[] {
  return [...(renewed === null ? [] : cookies.hold(renewed)), ...cookies.drop(asked, ['wx_rounds'])];
}

function explained(cookies: GuardCookies, asked: Asked, code: SessionRefusalCode): Answer {
  if (code === 'unavailable') return pageAnswer(503, NOT_NOW, null);
  return pageAnswer(403, code === 'user-blocked' ? BLOCKED : CLOSED, null, cookies.drop(asked, ['wx_session', 'wx_refresh']));
}

/** Inside WeChat to its own page, which asks nothing by itself; elsewhere to the QR code. After two rounds within a minute it stops. */
function begin({ door, back, scope }: PageSettings, cookies: GuardCookies, asked: Asked, origin: string): Answer {
  const now = Math.trunc(door.clock());
  const recent = cookies.rounds(asked).filter((at) => Math.abs(now - at) < ROUNDS_SECONDS * 1000);
  const next = nextPage(asked.target, origin);
  if (recent.length >= MOST_ROUNDS) {
    const stopped = pageAnswer(429, STOPPED, next, cookies.drop(asked, ['wx_session', 'wx_refresh']));
    return { ...stopped, headers: { ...stopped.headers, 'retry-after': String(ROUNDS_SECONDS) } };
  }
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const isInside = /\bMicroMessenger\//i.test(askedHeader(asked, 'user-agent') ?? '');
  const query = new URLSearchParams({ return_to: origin + back, challenge, ...(isInside && scope !== undefined ? { scope } : {}) });
  return {
    status: 302, headers: { ...NOT_KEPT, location: `${door.door}/auth/${isInside ? 'h5' : 'qr'}?${query}` }, body: '',
    cookies: [...cookies.drop(asked, ['wx_session', 'wx_refresh']), cookies.keepBegun([{ verifier, next }, ...cookies.begun(asked, origin)]), cookies.keepRounds([...recent, now])],
  };
}
