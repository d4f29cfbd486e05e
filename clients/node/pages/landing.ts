// The end of a round to the door, on the guarded site's own path: the page that takes the ticket up, its script, the trade, and signing out.
import { isRecord } from '../shapes';
import { jsonIn } from '../reply';
import { askDoor, type DoorAnswer } from '../session/ask';
import { type Answer, type Asked, askedHeader, NOT_KEPT, refusalAnswer, replyAnswer } from '../guard';
import type { Begun, GuardCookies } from './guard-cookies';
import { pathOf } from './guarded-paths';
import { LANDING_SCRIPT } from './landing-script';
import type { PageSettings } from './settings';
import { tokensIn } from '../session/renewals';
import { landingAnswer } from './site-page';
import type { Tokens } from '../../../contract/doors';
import type { VerifyToken } from '../session/verifier';

export interface Landing { settings: PageSettings; cookies: GuardCookies; verifyToken: VerifyToken; origin: string }

const TICKET = /^[A-Za-z0-9._~-]{1,512}$/;

/** Null for a path that is none of these. */
export async function landed(landing: Landing, asked: Asked): Promise<Answer | null> {
  const { back } = landing.settings;
  const route = `${asked.method === 'HEAD' ? 'GET' : asked.method} ${pathOf(asked.target)}`;
  if (route === `GET ${back}`) return landingAnswer(`${back}/script.js`, landing.cookies.begun(asked, landing.origin)[0]?.next ?? '/');
  if (route === `GET ${back}/script.js`) return { status: 200, headers: { ...NOT_KEPT, 'cache-control': 'public, max-age=300', 'content-type': 'text/javascript; charset=utf-8' }, cookies: [], body: LANDING_SCRIPT };
  if (route !== `POST ${back}` && route !== `POST ${back}/sign-out`) return null;
  if (!isOwnRequest(asked, landing.origin)) return refusalAnswer('forbidden');
  return route === `POST ${back}` ? trade(landing, asked) : signOut(landing, asked);
}

/** A browser says where a request comes from: another site's page may not spend a person's cookies here. */
export function isOwnRequest(asked: Asked, origin: string): boolean {
  const [site, from] = [askedHeader(asked, 'sec-fetch-site'), askedHeader(asked, 'origin')];
  if (site !== null) return site === 'same-origin';
  return from === null || from === origin;
}

/** A ticket is worth something to the browser whose cookie has its verifier, and to no other. */
async function trade({ settings, cookies, verifyToken, origin }: Landing, asked: Asked): Promise<Answer> {
  const ticket = /^application\/json\b/i.test(askedHeader(asked, 'content-type') ?? '') ? ticketIn(await asked.body()) : null;
  if (ticket === null) return refusalAnswer('bad-request');
  const begun = cookies.begun(asked, origin);
  const found = await claim(settings, ticket, begun);
  if (found === null) return refusalAnswer('ticket-invalid');
  const { answer, round } = found;
  if (!answer.ok) return answer.refusal === null ? refusalAnswer('unavailable') : replyAnswer(answer.status, { ok: false, refusal: answer.refusal });
  // No cookie holds what the guard would not take.
  const verdict = await verifyToken(answer.value.accessToken, false);
  if (!verdict.ok) return refusalAnswer(verdict.code);
  const rest = begun.filter((each) => each !== round);
  return replyAnswer(200, { ok: true, value: { next: round.next } }, [...cookies.hold(answer.value), cookies.keepBegun(rest)]);
}

/** By each verifier that this browser keeps, until the door knows the ticket. Null where it keeps none. */
async function claim({ door }: PageSettings, ticket: string, begun: Begun[]): Promise<{ answer: DoorAnswer<Tokens>; round: Begun } | null> {
  let last: { answer: DoorAnswer<Tokens>; round: Begun } | null = null;
  for (const round of begun) {
    const answer = await askDoor(door, { method: 'POST', path: '/auth/ticket', body: { ticket, verifier: round.verifier } }, tokensIn);
    last = { answer, round };
    if (answer.ok || answer.refusal?.code !== 'ticket-invalid') return last;
  }
  return last;
}

function ticketIn(body: string): string | null {
  const said: unknown = jsonIn(body);
  if (!isRecord(said) || Object.keys(said).join() !== 'ticket') return null;
  const { ticket } = said;
  return typeof ticket === 'string' && TICKET.test(ticket) ? ticket : null;
}

/** Here at once, whatever the door says. */
async function signOut({ settings, cookies }: Landing, asked: Asked): Promise<Answer> {
  const [accessToken, refreshToken] = [cookies.accessToken(asked), cookies.refreshToken(asked)];
  const end = (token: string) => askDoor(settings.door, { method: 'POST', path: '/auth/session/sign-out', token, body: {} }, recordIn);
  const ended = accessToken === null ? null : await end(accessToken);
  if (refreshToken !== null && (ended === null || (!ended.ok && ended.refusal?.code === 'token-expired'))) {
    const renewed = await askDoor(settings.door, { method: 'POST', path: '/auth/session/renew', body: { refreshToken } }, tokensIn);
    if (renewed.ok) await end(renewed.value.accessToken);
  }
  return replyAnswer(200, { ok: true, value: {} }, cookies.drop(asked));
}

const recordIn = (value: unknown): object | null => (isRecord(value) ? value : null);
