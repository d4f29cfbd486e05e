// Renews a session: one conditional write from generation n to n + 1, one successor for everyone who asks in time.
import type { Tokens } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { AppSettings, Clock, Identities, Identity } from '../ports';
import type { Presenter } from './presenter';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { isMergedSince } from './authenticate';
import { identityOf } from './presenter';
import { ownEvent } from './event';
import { stateRefusal } from './gate';
import { issueTokens } from './issue';
import type { TokenMint } from './issue';
import { isAlive } from './lifetime';
import { GRACE_MS, IDLE_MS, KEEP, SESSION_KEY_MS, SKEW_SECONDS } from './limits';
import { freeAt, limited, perMinute } from './rate';
import { readRefreshToken } from './refresh-token';
import type { RefreshFacts } from './refresh-token';
import type { Limits } from './rate';

export interface RenewWorld { clock: Clock; identities: Identities; mint: TokenMint; limits: Limits }

/**
 * Refuses: token-invalid (forged, another caller's, ahead of the record: nothing changes), session-revoked (ended, idle, too old, or an
 * older generation, which ends the session: SEC-38), user-blocked, account-closed, rate-limited, conflict-retry.
 * Calls: 1; within the grace 2; reuse caught 3.
 */
export async function renew(world: RenewWorld, app: AppSettings, caller: Presenter, refreshToken: string): Promise<Result<Tokens>> {
  const facts = readRefreshToken(world.mint.macKeys, refreshToken);
  if (facts === null || facts.identity !== identityOf(app, caller) || facts.isBearer !== 'identity' in caller) return invalid();
  const now = world.clock.now();
  const advanced = await world.identities.advance(facts.identity, {
    userId: facts.userId, sid: facts.session, n: facts.n, now, usedAfter: now - IDLE_MS, staleKeysBefore: now - SESSION_KEY_MS, rate: perMinute(world.limits.renewPerMinute, now),
  });
  if (advanced) return accept(successor(world, caller, facts, now, now));
  return judgePredecessor(world, caller, facts, now);
}

async function judgePredecessor(world: RenewWorld, caller: Presenter, facts: RefreshFacts, now: Ms): Promise<Result<Tokens>> {
  const known = await world.identities.find(facts.identity);
  const session = known?.identity.sessions.find((each) => each.sid === facts.session);
  if (isMergedSince(known?.user ?? null, facts.userId)) return invalid();
  if (!known?.user || session === undefined || known.identity.userId !== facts.userId || !isAlive(session, now)) return revoked();
  if (facts.n > session.n) return invalid();
  const refused = stateRefusal(known.identity.status) ?? stateRefusal(known.user.status);
  if (refused !== null) return { ok: false, refused };
  if (facts.n === session.n) return notAdvanced(world, known.identity, now);
  const isPredecessor = facts.n + 1 === session.n;
  const age = now - session.usedAt;
  // Writes nothing, so the grace cannot slide (SEC-37).
  if (isPredecessor && age >= -SKEW_SECONDS * 1000 && age <= GRACE_MS) return accept(successor(world, caller, facts, session.usedAt, now));
  // A clock that went back says nothing of the grace: refused, and nothing is ended (REL-16).
  if (isPredecessor && age < 0) return revoked();
  await world.identities.endForReuse(facts.identity, ownEvent('refresh-reuse', now, facts.session, caller), KEEP, now - SESSION_KEY_MS);
  return revoked();
}

/** The current generation, and yet it did not advance: beyond the rate, or another write gave way at this very moment. */
function notAdvanced(world: RenewWorld, identity: Identity, now: Ms): Result<never> {
  const retryAt = freeAt(identity.renewals, perMinute(world.limits.renewPerMinute, now));
  return retryAt === null ? refuse('conflict-retry', 'Another call changed the session at this moment; ask again.') : limited(retryAt);
}

function successor(world: RenewWorld, caller: Presenter, facts: RefreshFacts, usedAt: Ms, now: Ms): Tokens {
  return issueTokens(world.mint, { ...facts, appId: caller.appId, n: facts.n + 1, usedAt }, now);
}

function invalid(): Result<never> {
  return refuse('token-invalid', 'The refresh token is not one of ours for this caller.');
}

function revoked(): Result<never> {
  return refuse('session-revoked', 'The session has ended; sign in again.');
}
