// A session whose refresh token the door keeps in a cookie: asked for at every load of a page, which may be closed before it hears.
import type { Tokens } from '../../contract/doors';
import type { Empty, Ms } from '../../contract/reply';
import type { UserId } from '../ids';
import type { Known, Session } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { stateRefusal } from '../session/gate';
import { issueTokens } from '../session/issue';
import { isAlive } from '../session/lifetime';
import { readRefreshToken } from '../session/refresh-token';
import type { RefreshFacts } from '../session/refresh-token';
import { renew } from '../session/renew';
import type { RenewWorld } from '../session/renew';
import { signOut } from '../session/sign-out';
import { bearerOf } from './bearer';
import type { BearerWorld } from './bearer';

export interface KeptWorld extends BearerWorld, RenewWorld {}
export type RenewedKept = Tokens & { userId: UserId };

/** So long one generation serves every load: the fewer changes, the fewer that a closed page misses, and a missed one looks like a theft. */
const CHANGED_AFTER_MS = 10 * 60 * 1000;

/** Refuses as renew does. Calls: 1 while the token is young, else 2. */
export async function renewKept(world: KeptWorld, refreshToken: string, ipPrefix: string | null): Promise<Result<RenewedKept>> {
  const facts = readRefreshToken(world.mint.macKeys, refreshToken);
  const known = facts === null ? null : await world.identities.find(facts.identity);
  const app = known === null ? undefined : world.apps.get(known.identity.appId);
  if (facts === null || known === null || app === undefined || !facts.isBearer) return refuse('token-invalid', 'The token is not one of ours.');
  const now = world.clock.now();
  const session = known.identity.sessions.find(({ sid }) => sid === facts.session);
  if (session !== undefined && isYoung(known, session, facts, now)) return accept({ ...issueTokens(world.mint, { ...facts, appId: app.appId, usedAt: session.usedAt }, now), userId: facts.userId });
  const renewed = await renew(world, app, { appId: app.appId, identity: known.identity.key, ipPrefix }, refreshToken);
  return renewed.ok ? accept({ ...renewed.value, userId: facts.userId }) : renewed;
}

function isYoung({ identity, user }: Known, session: Session, facts: RefreshFacts, now: Ms): boolean {
  const isItself = session.n === facts.n && identity.userId === facts.userId && isAlive(session, now);
  const isFree = user !== null && stateRefusal(identity.status) === null && stateRefusal(user.status) === null;
  return isItself && isFree && now >= session.usedAt && now - session.usedAt < CHANGED_AFTER_MS;
}

/** The session of a cookie that another takes the place of: no page could end it any more. Calls: none where it is the same session, else as signOutKept. */
export async function endReplaced(world: KeptWorld, replaced: string, by: string, ipPrefix: string | null): Promise<void> {
  const [before, now] = [replaced, by].map((token) => readRefreshToken(world.mint.macKeys, token)?.session);
  // Not told: she is signed in, whatever became of it.
  if (before !== undefined && before !== now) await signOutKept(world, replaced, ipPrefix);
}

/** By the cookie alone: no access token need be young, or there. A session that is over is signed out. Refuses: rate-limited, conflict-retry, user-blocked, account-closed. Calls: 2 or 3. */
export async function signOutKept(world: KeptWorld, refreshToken: string, ipPrefix: string | null): Promise<Result<Empty>> {
  const renewed = await renewKept(world, refreshToken, ipPrefix);
  if (!renewed.ok) return renewed.refused.code === 'token-invalid' || renewed.refused.code === 'session-revoked' ? accept({}) : renewed;
  const held = bearerOf(world, renewed.value.accessToken, ipPrefix);
  return held.ok ? signOut(world, held.value.app, held.value.bearer, renewed.value.accessToken) : held;
}
