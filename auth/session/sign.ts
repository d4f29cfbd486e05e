// Makes an access token: a JWT in RFC 9068's manner, signed with ES256.
import jwt from 'jsonwebtoken';
import type { Ms } from '../../contract/reply';
import type { AppId, UserId } from '../ids';
import { ACCESS_TOKEN_SECONDS } from './limits';
import type { SigningKey } from '../keys';

export interface AccessTokenFacts { issuer: string; appId: AppId; userId: UserId; sid: string; jti: string; now: Ms }

/** `expiresAt` is `exp` × 1000. Whoever verifies cannot mint: the key pair is asymmetric. */
export function signAccessToken(key: SigningKey, facts: AccessTokenFacts): { accessToken: string; accessTokenExpiresAt: Ms } {
  const iat = Math.floor(facts.now / 1000);
  const exp = iat + ACCESS_TOKEN_SECONDS;
  const claims = { iss: facts.issuer, aud: facts.issuer, client_id: facts.appId, sub: facts.userId, sid: facts.sid, jti: facts.jti, iat, exp };
  const accessToken = jwt.sign(claims, key.privateKey, { algorithm: 'ES256', keyid: key.kid, header: { alg: 'ES256', typ: 'at+jwt', kid: key.kid } });
  return { accessToken, accessTokenExpiresAt: exp * 1000 };
}
