// Decides whose session an access token carries: first by the token and the caller alone, then by the database.
import type { Ms } from '../../contract/reply';
import type { UserId } from '../ids';
import type { AppSettings, Clock, Identities, Identity, Session, Status, UserRecord, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Refused, Result } from '../result';
import { stateRefusal } from './gate';
import { isAlive } from './lifetime';
import { identityOf } from './presenter';
import type { Presenter } from './presenter';
import { verifyAccessToken } from './verify';
import type { AccessClaims } from './verify';
import type { VerifyingKeys } from '../keys';

export interface TokenReader { keys: VerifyingKeys; issuer: string }

export interface AuthenticateWorld { clock: Clock; identities: Identities; reader: TokenReader }

/** A live session with what was read beside it. */
export interface Authenticated { identity: Identity; session: Session; user: UserRecord }

/** Refuses: token-invalid (also: issued to another caller), token-expired. Makes no call. */
export function readCallersToken(reader: TokenReader, app: AppSettings, caller: Presenter, token: string, now: Ms): Result<AccessClaims> {
  const own = identityOf(app, caller);
  return verifyAccessToken(token, reader.keys, reader.issuer, now, (claims) => claims.appId === caller.appId && claims.identity === own);
}

/** What a state is refused with, or null. */
export type Gate = (status: Status) => Refused | null;

/** Refuses: session-revoked; what the gate refuses: user-blocked, account-closed. */
export function judgeSession(found: { identity: Identity; user: UserRecord | null } | null, claims: AccessClaims, now: Ms, gate: Gate = stateRefusal): Result<Authenticated> {
  const session = found?.identity.sessions.find((each) => each.sid === claims.session);
  if (isMergedSince(found?.user ?? null, claims.userId)) return mergedSince();
  if (!found?.user || session === undefined || !isAlive(session, now) || found.identity.userId !== claims.userId) return revoked();
  const refused = gate(found.identity.status) ?? gate(found.user.status);
  return refused === null ? accept({ identity: found.identity, session, user: found.user }) : { ok: false, refused };
}

/** The database's level: what was revoked is refused at once. Refuses as the two above. Calls: 1. */
export async function authenticate(world: AuthenticateWorld, app: AppSettings, caller: Presenter, accessToken: string, gate: Gate = stateRefusal): Promise<Result<Authenticated>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  return claims.ok ? judgeSession(await world.identities.find(claims.value.identity), claims.value, now, gate) : claims;
}

/** The same, with every identity of the user read beside. Calls: 1. */
export async function judgeOwnSessions(world: { users: Users; reader: TokenReader }, app: AppSettings, caller: Presenter, accessToken: string, now: Ms): Promise<Result<Authenticated & { claims: AccessClaims; identities: Identity[] }>> {
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const found = await world.users.findWithIdentities(claims.value.userId);
  if (found?.user.status === 'merged') return mergedSince();
  const identity = found?.identities.find((each) => each.key === claims.value.identity);
  const judged = judgeSession(found === null || identity === undefined ? null : { identity, user: found.user }, claims.value, now);
  return judged.ok ? accept({ ...judged.value, claims: claims.value, identities: found?.identities ?? [] }) : judged;
}

/** The user of the token was merged into this one, or is being merged: the phone signs in again by itself, which after a revocation it does not. */
export function isMergedSince(user: UserRecord | null, earlier: UserId): boolean {
  return user !== null && user.status !== 'erased' && (user.status === 'merged' || user.aliases.includes(earlier));
}

function mergedSince(): Result<never> {
  return refuse('token-invalid', 'The user of the token was merged into another; sign in again.');
}

function revoked(): Result<never> {
  return refuse('session-revoked', 'The session has ended; sign in again.');
}
