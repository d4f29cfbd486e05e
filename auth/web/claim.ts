// The page that began proves itself, and has its session.
import type { SignedIn } from '../../contract/doors';
import { identityKey } from '../ids';
import type { IdentityKey, SessionId } from '../ids';
import type { Seal } from '../keys';
import type { AppSettings, Caller, WeChatProfile } from '../ports';
import { sealTokens } from '../profile/wechat-tokens';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { SignInWorld } from '../sign-in/attempt';
import { isAlive } from '../session/lifetime';
import { enter } from '../sign-in/sign-in';
import { WAITS_MS, mayKeepProfile, reach } from './callback';
import type { CallbackWorld, Reached } from './callback';
import { openFacts } from './facts';
import type { Facts } from './facts';
import { fillGaps } from './fill-gaps';
import type { WebFlow } from './ports';
import { proves } from './proof';
import { readTicket, sessionOf } from './ticket-secret';

export interface ClaimWorld extends SignInWorld, CallbackWorld { tokensSeal: Seal }

/**
 * In the same browser the same ticket gives the same session, for a minute; of one that has ended it gives none.
 * Refuses: ticket-invalid (unknown, altered, too old, or the verifier is not its page's), and what a sign-in refuses. Database calls, deep / all: 2 / 4, of a scan 3 / 5; 3 / 5 where WeChat's profile fills a gap of hers; with a policy in force that she agrees to now 4 / 7.
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
  if (facts === null || app === undefined || !(await isStillAllowed(world, app, facts))) return invalid();
  const caller: Caller = { appId: app.appId, openId: facts.openId, unionId: facts.unionId, ipPrefix, openDataKeys: [] };
  const sid = sessionOf(world.ticketKeys, flow.id);
  if (flow.step === 'claimed' && !(await isOpen(world, caller, app.kind, sid))) return 'not-yet';
  const profile = mayKeepProfile(world, flow) ? facts.profile : null;
  const told = {
    unionId: facts.unionId, sessionKey: null, profile: world.policyVersion === null ? profile : null, wechatTokens: facts.tokens === null ? null : sealTokens(world.tokensSeal, caller, facts.tokens),
    sid, door: flow.door === 'scan' ? flow.door : app.kind, isBearer: true,
  };
  const entered = await claimed(world, flow, () => enter(world, app, caller, { device: null, policyVersion: flow.policyVersion, wish: 'sign-in-only', invite: flow.invite }, told));
  if (!entered.ok || profile === null) return entered;
  const [user] = await Promise.all([fillGaps(world, entered.value.user, profile), keepShown(world, identityKey(app.kind, app.appId, facts.openId), sid, profile)]);
  return accept({ ...entered.value, user });
}

/** Whoever allowed it on her phone and signed out there since, everywhere, by a ban or by giving that way in up, has taken it back. Calls: 1 of a scan; else none. */
async function isStillAllowed({ identities, clock }: ClaimWorld, { kind, appId }: AppSettings, { openId, by }: Facts): Promise<boolean> {
  if (by === null) return true;
  const identity = (await identities.find(identityKey(kind, appId, openId)))?.identity;
  const session = identity?.sessions.find(({ sid }) => sid === by.sid);
  return identity?.userId === by.userId && session !== undefined && isAlive(session, clock.now());
}

/** With a policy in force not in the write that opens the session, as else, but behind the record that she agreed (SEC-75). Calls: 1; else none. */
async function keepShown({ identities, policyVersion }: ClaimWorld, key: IdentityKey, sid: SessionId, profile: WeChatProfile): Promise<void> {
  if (policyVersion !== null) await identities.keepShown(key, sid, { profile, renewed: null });
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

function invalid(): Result<never> {
  return refuse('ticket-invalid', 'The ticket is unknown, too old, or of another page; sign in again.');
}
