// Brings a session back to life once for all who wait: by renewing it, or by signing in silently after it expired.
import type { Device } from '../../contract/doors';
import type { Refusal, RefusalCode } from '../../contract/reply';
import type { CallFunction } from './cloud';
import { type Account, type AccountStore, type BroughtStore, type EndReason, replace, type SignedInAccount, withUser } from './storage';

export interface SessionPorts {
  callFunction: CallFunction;
  store: AccountStore;
  /** What an invitation brought: it goes into the next sign-in by a tap, and whoever is signed in needs it no more. */
  brought: BroughtStore;
  now(): number;
  /** A code from `wx.login`. */
  login(): Promise<string>;
  device(): Device;
}

export type Recovered = Account | { kind: 'refused'; refusal: Refusal };

/** The cloud has ended the session, and says so on every path. */
export function endReason(code: RefusalCode): EndReason | null {
  return code === 'session-revoked' || code === 'user-blocked' || code === 'account-closed' ? code : null;
}

/**
 * Takes the session whose access token was refused as `token-expired` or `token-invalid`. Callers at the same time share one
 * recovery; one who comes with a token that was replaced meanwhile is given the new one.
 */
export function openRenewal(ports: SessionPorts): (stale: SignedInAccount, code: RefusalCode) => Promise<Recovered> {
  let underWay: Promise<Recovered> | null = null;
  return async function recover(stale, code) {
    if (underWay !== null) return underWay;
    const stored = ports.store.read();
    if (stored.kind !== 'signed-in' || stored.tokens.accessToken !== stale.tokens.accessToken) return stored;
    const work = code === 'token-expired' && !isTooOld(ports, stored) ? renew(ports, stored) : signInSilently(ports, stored);
    underWay = work.finally(() => { underWay = null; });
    return underWay;
  };
}

async function renew(ports: SessionPorts, account: SignedInAccount): Promise<Recovered> {
  const reply = await ports.callFunction('session', { action: 'renew', refreshToken: account.tokens.refreshToken });
  if (reply.ok) return replace(ports.store, account, { ...account, tokens: reply.value });
  if (isExpiry(ports, account, reply.refusal.code)) return signInSilently(ports, account);
  return giveUp(ports, account, reply.refusal);
}

/** Without a code: WeChat's context is witness enough, and nothing is asked of WeChat. */
async function signInSilently(ports: SessionPorts, account: SignedInAccount): Promise<Recovered> {
  const reply = await ports.callFunction('session', { action: 'sign-in', device: ports.device() });
  if (!reply.ok) return giveUp(ports, account, reply.refusal);
  const { user, isNew: _, ...tokens } = reply.value;
  ports.brought.write(null);
  return replace(ports.store, account, withUser({ ...account, tokens }, user));
}

function giveUp(ports: SessionPorts, account: SignedInAccount, refusal: Refusal): Recovered {
  const reason = endReason(refusal.code);
  return reason === null ? { kind: 'refused', refusal } : replace(ports.store, account, { kind: 'signed-out', reason });
}

/** A session left idle is refused like a revoked one; only the stored end tells them apart, and a revoked one never comes back by itself. */
export function isExpiry(ports: Pick<SessionPorts, 'now'>, account: SignedInAccount, code: RefusalCode): boolean {
  return code === 'token-invalid' || (code === 'session-revoked' && isTooOld(ports, account));
}

export function isTooOld(ports: Pick<SessionPorts, 'now'>, account: SignedInAccount): boolean {
  return account.tokens.refreshTokenExpiresAt <= ports.now();
}
