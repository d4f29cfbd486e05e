// The sessions of this phone that a sign-in of its own accord replaced: ended in the cloud, so that her list of devices names this phone once.
import type { SessionPorts } from './renewal';
import type { Account, SignedInAccount } from './storage';

export interface Replaced {
  /** What a sign-in with a code is about to replace. */
  take(account: Account): void;
  /** Runs `work`; what was replaced meanwhile is ended once no work is under way, since a sign-out drops the key that an import needs. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function openReplaced(ports: Pick<SessionPorts, 'callFunction' | 'store'>): Replaced {
  let underWay = 0;
  let replaced: SignedInAccount[] = [];

  function endAll(): void {
    const ending = replaced;
    replaced = [];
    if (areOverAnyway(ports.store.read())) return;
    // Nobody waits for it, and nothing is told: what stays ends by itself, unused.
    for (const account of ending) void end(ports, account).catch(() => undefined);
  }

  return {
    take(account) { if (underWay > 0 && account.kind === 'signed-in') replaced.push(account); },
    async during(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        if (underWay === 0) endAll();
      }
    },
  };
}

/** A closed or suspended account has no session left. */
function areOverAnyway(account: Account): boolean {
  return account.kind === 'signed-out' && account.reason !== 'person';
}

async function end({ callFunction }: Pick<SessionPorts, 'callFunction'>, { tokens }: SignedInAccount): Promise<void> {
  const reply = await callFunction('session', { action: 'sign-out', accessToken: tokens.accessToken });
  if (reply.ok || reply.refusal.code !== 'token-expired') return;
  const renewed = await callFunction('session', { action: 'renew', refreshToken: tokens.refreshToken });
  if (renewed.ok) await callFunction('session', { action: 'sign-out', accessToken: renewed.value.accessToken });
}
