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

/** The access token to use afterwards; null where the session has ended or the door could not be asked. */
export function renewalOf(ask: AskDoor, holding: Holding, cookie: boolean, renewed: (was: Tokens, now: Tokens) => void): () => Promise<string | null> {
  let running: Promise<string | null> | null = null;
  const renew = async (): Promise<string | null> => {
    const was = holding.held();
    if (was === null) return null;
    const answer = await ask('/auth/session/renew', cookie ? BY_COOKIE : { refreshToken: was.tokens.refreshToken });
    // Signed out, or somebody else, meanwhile: the answer is nobody's.
    if (holding.held() !== was) return holding.held()?.tokens.accessToken ?? null;
    if (answer.ok) {
      // Another tab has signed somebody else in.
      if (cookie && (answer.value as RenewedByCookie & Tokens).userId !== was.user.id) {
        holding.drop('other-person');
        return null;
      }
      holding.renewed(answer.value);
      renewed(was.tokens, answer.value);
      return answer.value.accessToken;
    }
    const reason = deadBy(answer.refusal.code);
    if (reason !== null) holding.drop(reason);
    return null;
  };
  return () => {
    running ??= renew().finally(() => { running = null; });
    return running;
  };
}
