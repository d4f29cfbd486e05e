// Issues both tokens of a session at one generation.
import type { Tokens } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { AppId, IdentityKey, SessionId, UserId } from '../ids';
import type { Random } from '../ports';
import { expiresAt } from './lifetime';
import { makeRefreshToken } from './refresh-token';
import { signAccessToken } from './sign';
import { sidOf } from './verify';
import type { KeyRing, SigningKey } from '../keys';

export interface TokenMint { issuer: string; signingKey: SigningKey; macKeys: KeyRing; random: Random }

export interface SessionFacts { appId: AppId; identity: IdentityKey; userId: UserId; session: SessionId; endsAt: Ms; n: number; usedAt: Ms; isBearer: boolean }

/** The access token starts now; the refresh token is a function of the session's facts alone. */
export function issueTokens(mint: TokenMint, facts: SessionFacts, now: Ms): Tokens {
  const access = signAccessToken(mint.signingKey, {
    issuer: mint.issuer, appId: facts.appId, userId: facts.userId, sid: sidOf(facts.identity, facts.session), jti: mint.random.text(16), now,
  });
  return { ...access, refreshToken: makeRefreshToken(mint.macKeys, facts), refreshTokenExpiresAt: expiresAt(facts) };
}
