// Signs in whoever WeChat's context names: opens a session for a known identity, or writes user and identity first.
import type { Device, DoorKind, SignedIn } from '../../contract/doors';
import { identityKey, newSessionId, unionKey } from '../ids';
import type { InviteKey, SessionId, UnionId } from '../ids';
import { readInvite } from '../invite/code';
import { keepAccount } from '../account/keep';
import { carryOut } from '../account/state';
import type { AppSettings, Caller, Known, WeChatProfile } from '../ports';
import type { SealedWeChatTokens } from '../profile/ports';
import { asUser } from '../profile/as-user';
import { consentRecord, hasConsented } from '../profile/consent';
import { accept, refuse } from '../result';
import type { Refused, Result } from '../result';
import { ownEvent } from '../session/event';
import { stateRefusal } from '../session/gate';
import { issueTokens } from '../session/issue';
import { ABSOLUTE_MS, KEEP, SESSION_KEY_MS } from '../session/limits';
import { freeAt, limited, perMinute } from '../session/rate';
import type { Attempt, Greeting, SignInWorld, Wish } from './attempt';
import { bindLateUnion, isOneNow } from './bind-union';
import { exchangeCode } from './exchange-code';
import { isLeaving } from '../merge/leaving';
import { isOnItsWay } from './merging';
import { afterErasures, isBuried, isKeptApart, registerApart } from './come-back';
import { register, welcome } from './register';
import { sealSessionKey } from './session-key';

/** `policyVersion`: what the person agreed to, or null. `invite`: what a link brought, as it came. */
export interface SignInInput { code: string | null; device: Device | null; policyVersion: string | null; wish: Wish; invite: string | null }

/** What every door says beside who it is. `invite`: what a link brought, read. */
export interface Entry { device: Device | null; policyVersion: string | null; wish: Wish; invite: InviteKey | null }

/** What WeChat told beside the openid, and which session it shall be: given, the same one is opened once however often it is asked for. `door`: by which she came. `isBearer`: over HTTP, where no context names her. */
export interface Told { unionId: UnionId | null; sessionKey: string | null; profile: WeChatProfile | null; wechatTokens: SealedWeChatTokens | null; sid: SessionId | null; door: DoorKind; isBearer: boolean }

/** Losers of a race look again at most so often, with jitter between. */
const MOST_ROUNDS = 6;

/**
 * Refuses: code-invalid, code-used, user-blocked (nothing written); account-closed; link-conflict (another unionid than before); rate-limited; conflict-retry.
 * Every other failure of the code leaves the context alone to sign in.
 * Database calls, deep / all: returning 1 / 2; first 2 / 4, with a unionid 3 / 5, and 1 / 1 more by a link; late unionid 3 / 4.
 */
export async function signIn(world: SignInWorld, app: AppSettings, caller: Caller, input: SignInInput): Promise<Result<SignedIn>> {
  const exchanged = await exchangeCode(world, app, caller, input.code);
  return exchanged.ok ? enter(world, app, caller, { ...input, invite: readInvite(input.invite) }, { ...exchanged.value, profile: null, wechatTokens: null, sid: null, door: app.kind, isBearer: false }) : exchanged;
}

/** Whoever WeChat named comes in, through whatever door. Refuses as signIn does, but for the codes. */
export async function enter(world: SignInWorld, app: AppSettings, caller: Caller, input: Entry, told: Told): Promise<Result<SignedIn>> {
  const attempt = prepare(world, app, caller, input, told);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round > 0) await world.pause(5 + world.mint.random.fraction() * 20 * 2 ** round);
    const outcome = await signInOnce(world, attempt);
    if (!outcome.ok) return outcome;
    if (outcome.value !== null) return conclude(world, attempt, outcome.value);
  }
  return refuse('conflict-retry', 'Too many sign-ins of this person at the same moment; ask again.');
}

function prepare(world: SignInWorld, app: AppSettings, caller: Caller, { device, policyVersion, wish, invite }: Entry, told: Told): Attempt {
  const now = world.clock.now();
  const sid = told.sid ?? newSessionId(world.mint.random);
  const { unionId, profile, wechatTokens } = told;
  const session = { sid, n: 0, createdAt: now, usedAt: now, endsAt: now + ABSOLUTE_MS, door: told.door, device, ipPrefix: caller.ipPrefix };
  const sessionKey = told.sessionKey === null ? null : sealSessionKey(world.seal, caller, told.sessionKey, now);
  return {
    app, caller, now, isBearer: told.isBearer, key: identityKey(app.kind, caller.appId, caller.openId),
    union: unionId === null || app.openPlatform === null ? null : { id: unionId, key: unionKey(app.openPlatform, unionId) },
    consent: consentRecord(world.policyVersion, policyVersion, { at: now, appId: caller.appId, action: 'session/sign-in', ipPrefix: caller.ipPrefix }), wish, invite, generation: 0,
    opening: { session, event: ownEvent('sign-in', now, sid, caller, device), sessionKey, profile, wechatTokens, staleKeysBefore: now - SESSION_KEY_MS, keep: KEEP, rate: perMinute(world.limits.signInPerMinute, now) },
  };
}

/** The write stands beside the read, not after it: a returning sign-in is one round trip deep. */
async function signInOnce(world: SignInWorld, attempt: Attempt): Promise<Result<Greeting | null>> {
  const [opened, { known, sibling }] = await Promise.all([
    world.identities.openSession(attempt.key, attempt.union?.key ?? null, attempt.opening),
    world.identities.lookUp(attempt.key, attempt.union?.key ?? null),
  ]);
  if ((await isBuried(world, known)) || (await isBuried(world, sibling))) return accept(null);
  if ((await isOnItsWay(world, known)) || (await isOnItsWay(world, sibling)) || (await isHealed(world, known))) return accept(null);
  if (opened) return greet(world, attempt, known ?? (await world.identities.find(attempt.key)));
  const tombstone = known?.identity.status === 'erased' ? known : null;
  const living = sibling?.identity.status === 'erased' || sibling?.user?.status === 'erased' ? null : sibling;
  const refused = refusalOf(tombstone === null ? (known ?? living) : living);
  if (refused !== null) return (await isKept(world, attempt, known ?? living)) ? accept(null) : { ok: false, refused };
  if (tombstone !== null && living !== null && (await isKeptApart(world, tombstone, living))) return accept(await registerApart(world, attempt, tombstone, living));
  if (known === null || tombstone !== null) return accept(await register(world, await afterErasures(world, attempt, tombstone, sibling), living, tombstone));
  const again = await greetAgain(world, attempt, known);
  if (again !== null) return again;
  const retryAt = freeAt(known.identity.signIns, attempt.opening.rate);
  if (retryAt !== null) return limited(retryAt);
  if (attempt.union === null || known.identity.union === attempt.union.key) return accept(null); // it was written between our write and our read
  return bindLateUnion(world, attempt, attempt.union, { known, sibling: living });
}

/** Whoever opened this very session did not hear of it, or was cut: the same answer, once all of it is written (REL-03). */
async function greetAgain(world: SignInWorld, attempt: Attempt, known: Known): Promise<Result<Greeting | null> | null> {
  const session = known.identity.sessions.find(({ sid }) => sid === attempt.opening.session.sid);
  if (session === undefined) return null;
  const greeted = await greet(world, attempt, known);
  if (!greeted.ok || greeted.value === null) return greeted;
  const { user, isNew } = greeted.value;
  return accept({ user, isNew: isNew || user.createdAt === session.createdAt, session });
}

/** A change of state that was cut before it reached this identity is carried out, and the next round sees it (REL-07). */
async function isHealed(world: SignInWorld, known: Known | null): Promise<boolean> {
  if (!known?.user || known.identity.status === 'erased' || known.user.status === 'erased' || known.identity.status === known.user.status) return false;
  await carryOut(world, known.user.id);
  return true;
}

/** Signing in and saying so ends the waiting of an account that was to be erased. */
async function isKept(world: SignInWorld, attempt: Attempt, known: Known | null): Promise<boolean> {
  // The identity's copy counts too: of a keeping that was cut it is all that still says closing (REL-07).
  if (attempt.wish !== 'keep-account' || !known?.user || !isWaiting(known)) return false;
  const { identity } = known;
  return keepAccount(world, identity, { event: ownEvent('keep', attempt.now, null, attempt.caller), identity: identity.key, appId: identity.appId });
}

function isWaiting({ identity, user }: Known): boolean {
  return identity.status === 'closing' || user?.status === 'closing';
}

/** The session is open; what remains is to say whose it is. */
async function greet(world: SignInWorld, attempt: Attempt, known: Known | null): Promise<Result<Greeting | null>> {
  if (known !== null && refusalOf(known) === null && (await isUnionHealed(world, known))) return accept(null);
  return accept(await welcome(world, attempt, known));
}

/** A guard that a crash kept from being written is written now (REL-07). True where it is another user's: the two are one person, and one now. */
async function isUnionHealed(world: SignInWorld, { identity, unionOwner }: Known): Promise<boolean> {
  if (identity.union === null || unionOwner === identity.userId || isLeaving(identity, world.clock.now())) return false;
  if (unionOwner === null) await world.unions.add({ key: identity.union, userId: identity.userId });
  else return isOneNow(world, identity, unionOwner, identity.union);
  return false;
}

function refusalOf(known: Known | null): Refused | null {
  if (known === null) return null;
  return stateRefusal(known.identity.status) ?? (known.user === null ? null : stateRefusal(known.user.status));
}

/** Whatever path led here, the user's own state has the last word; an identity that missed a ban or a closing is told of it (SEC-44). */
async function conclude(world: SignInWorld, attempt: Attempt, { user, isNew, session }: Greeting): Promise<Result<SignedIn>> {
  const refused = stateRefusal(user.status);
  if (refused !== null) {
    await carryOut(world, user.id);
    return { ok: false, refused };
  }
  if (attempt.consent !== null && !hasConsented(user, attempt.consent.policy)) await world.users.consent(user.id, attempt.consent, KEEP);
  const facts = { appId: attempt.caller.appId, identity: attempt.key, userId: user.id, session: session.sid, endsAt: session.endsAt, n: session.n, usedAt: session.usedAt, isBearer: attempt.isBearer };
  return accept({ ...issueTokens(world.mint, facts, attempt.now), user: asUser(user), isNew });
}
