// The page that began proves itself, and has its session.
import { createHash } from 'node:crypto';
import type { SignedIn } from '../../contract/doors';
import { identityKey } from '../ids';
import type { Caller } from '../ports';
import { refuse } from '../result';
import type { Result } from '../result';
import type { SignInWorld } from '../sign-in/attempt';
import { enter } from '../sign-in/sign-in';
import { WAITS_MS, isSame, reach } from './callback';
import type { CallbackWorld, Reached } from './callback';
import { openFacts } from './facts';
import { fillGaps } from './fill-gaps';
import type { WebFlow } from './ports';
import { readTicket, sessionOf } from './ticket-secret';

export interface ClaimWorld extends SignInWorld, CallbackWorld {}

const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/**
 * In the same browser the same ticket gives the same session, for a minute; of one that has ended it gives none.
 * Refuses: ticket-invalid (unknown, altered, too old, or the verifier is not its page's), and what a sign-in refuses. Database calls, deep / all: 2 / 4; 3 / 5 where WeChat's profile fills a gap of hers.
 */
export async function claimTicket(world: ClaimWorld, input: { ticket: string; verifier: string }, ipPrefix: string | null): Promise<Result<SignedIn>> {
  const id = readTicket(world.ticketKeys, input.ticket);
  if (id === null) return invalid();
  // Another of the same page may be at it: her session is waited for.
  for (const wait of [0, ...WAITS_MS]) {
    if (wait > 0) await world.pause(wait);
    const flow = await world.webFlows.find(id);
    if (flow === null || flow.outcome === null || (flow.givenUntil ?? 0) <= world.clock.now() || !proves(flow, input.verifier)) return invalid();
    const signedIn = await signInBy(world, { flow, outcome: flow.outcome }, ipPrefix);
    if (signedIn !== 'not-yet') return signedIn;
  }
  return invalid();
}

/** Of a page that is the redirect_uri itself: the state stands for the ticket, and its page is known before WeChat is asked. Refuses as claimTicket, and state-invalid. */
export async function claimCode(world: ClaimWorld, input: { code: string; state: string; verifier: string }, ipPrefix: string | null): Promise<Result<SignedIn>> {
  const isBeginner = (flow: WebFlow) => flow.isDirect && proves(flow, input.verifier);
  const reached = await reach(world, input, { isBeginner, mayBe: isBeginner });
  if (!reached.ok) return reached;
  const signedIn = await signInBy(world, reached.value, ipPrefix);
  return signedIn === 'not-yet' ? refuse('conflict-retry', 'This page is signing in at this moment; ask again.') : signedIn;
}

/** 'not-yet': it is claimed, and the session is not there: another is at it, or it has ended. */
async function signInBy(world: ClaimWorld, { flow, outcome }: Reached, ipPrefix: string | null): Promise<Result<SignedIn> | 'not-yet'> {
  if (!('facts' in outcome)) return refuse(outcome.refusal, 'WeChat let nobody in; the code says why.');
  const facts = openFacts(world.factsSeal, flow.id, outcome.facts);
  const app = world.apps.get(flow.appId);
  if (facts === null || app === undefined) return invalid();
  const caller: Caller = { appId: app.appId, openId: facts.openId, unionId: facts.unionId, ipPrefix, openDataKeys: [] };
  const sid = sessionOf(world.ticketKeys, flow.id);
  if (flow.step === 'claimed' && !(await isOpen(world, caller, app.kind, sid))) return 'not-yet';
  // What WeChat shows of her is kept where nobody has to be asked first.
  const profile = world.policyVersion === null ? facts.profile : null;
  const told = { unionId: facts.unionId, sessionKey: null, profile, sid, door: flow.door === 'scan' ? flow.door : app.kind, isBearer: true };
  const entered = await claimed(world, flow, () => enter(world, app, caller, { device: null, policyVersion: null, wish: 'sign-in-only', invite: flow.invite }, told));
  return entered.ok && profile !== null ? { ok: true, value: { ...entered.value, user: await fillGaps(world, entered.value.user, profile) } } : entered;
}

/** Claimed beside it; where nobody came in, the ticket is as good as before. */
async function claimed(world: ClaimWorld, flow: WebFlow, enters: () => Promise<Result<SignedIn>>): Promise<Result<SignedIn>> {
  const [, entered] = await Promise.allSettled([world.webFlows.claim(flow.id), enters()]);
  if (entered.status === 'fulfilled' && entered.value.ok) return entered.value;
  await world.webFlows.unclaim(flow.id);
  if (entered.status === 'rejected') throw entered.reason;
  return entered.value;
}

/** Signed out since, the ticket does not open it again. */
async function isOpen({ identities }: ClaimWorld, { appId, openId }: Caller, kind: Parameters<typeof identityKey>[0], sid: string): Promise<boolean> {
  return (await identities.find(identityKey(kind, appId, openId)))?.identity.sessions.some((each) => each.sid === sid) ?? false;
}

/** RFC 7636, S256. */
function proves({ challenge }: WebFlow, verifier: string): boolean {
  return VERIFIER.test(verifier) && isSame(challenge, createHash('sha256').update(verifier).digest('base64url'));
}

function invalid(): Result<never> {
  return refuse('ticket-invalid', 'The ticket is unknown, too old, or of another page; sign in again.');
}
