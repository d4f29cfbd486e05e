// Renews the session: however many want it at once, the door is asked once.
import type { Tokens } from '../../contract/doors';
import type { RenewedByCookie } from '../../contract/web';
import { type AskDoor, BY_COOKIE, type ClientRefusal } from './door';
import type { SignedOutReason } from './events';
import type { Holding } from './holding';

/** Codes that end a session; a token that is none of the door's is worth nothing either. */
export function deadBy(code: ClientRefusal['code']): SignedOutReason | null {
  return code === 'token-invalid' ? code : endOf(code);
}

/** As before an API of the app, whose words for a token are its own. */
export function endOf(code: ClientRefusal['code'] | null): SignedOutReason | null {
  return code === 'session-revoked' || code === 'account-closed' || code === 'user-blocked' ? code : null;
}

/** Afterwards the holding tells: other tokens, nobody, or, where the door could not be asked, the same. */
export function renewalOf(ask: AskDoor, holding: Holding, cookie: boolean, renewed: (was: Tokens, now: Tokens) => void): () => Promise<void> {
  let running: Promise<void> | null = null;
  const renew = async (): Promise<void> => {
    const was = holding.held();
    if (was === null) return;
    const answer = await ask('/auth/session/renew', cookie ? BY_COOKIE : { refreshToken: was.tokens.refreshToken });
    // Signed out, or somebody else, meanwhile: the answer is nobody's.
    if (holding.held() !== was) return;
    if (!answer.ok) {
      const reason = deadBy(answer.refusal.code);
      if (reason !== null) holding.drop(reason);
    } else if (cookie && (answer.value as RenewedByCookie & Tokens).userId !== was.user.id) {
      // Another tab has signed somebody else in.
      holding.drop('other-person');
    } else {
      holding.renewed(answer.value);
      renewed(was.tokens, answer.value);
    }
  };
  return () => {
    running ??= renew().finally(() => { running = null; });
    return running;
  };
}
