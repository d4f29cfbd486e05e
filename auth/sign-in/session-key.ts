// WeChat's session_key at rest: sealed for one person in one app, used for at most three days (SEC-13, SEC-14).
import type { Ms } from '../../contract/reply';
import type { Caller, Identity, SealedSessionKey } from '../ports';
import { SESSION_KEY_MS } from '../session/limits';
import type { Seal } from '../keys';

type Holder = Pick<Caller, 'appId' | 'openId'>;

export function sealSessionKey(seal: Seal, holder: Holder, sessionKey: string, now: Ms): SealedSessionKey {
  return { ...seal.close(sessionKey, binding(holder)), at: now };
}

/** The keys that may still open this person's data, current before previous; none older than three days. */
export function openSessionKeys(seal: Seal, identity: Identity, now: Ms): string[] {
  const fresh = identity.sessionKeys.filter((key) => now - key.at <= SESSION_KEY_MS).reverse();
  return fresh.map((key) => seal.open(key, binding(identity))).filter((key) => key !== null);
}

function binding(holder: Holder): string {
  return `${holder.appId}:${holder.openId}`;
}
