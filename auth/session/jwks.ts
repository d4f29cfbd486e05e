// The public halves of the keys that sign access tokens, for whoever verifies them elsewhere (RFC 7517).
import type { Ms } from '../../contract/reply';
import type { VerifyingKeys } from '../keys';
import { RETIRED_KEY_MS } from './limits';

/** Those whose tokens may still live. */
export function publicKeys(keys: VerifyingKeys, now: Ms): object[] {
  const living = [...keys].filter(([, { retiredAt }]) => retiredAt === null || now <= retiredAt + RETIRED_KEY_MS);
  return living.map(([kid, { publicKey }]) => ({ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }));
}
