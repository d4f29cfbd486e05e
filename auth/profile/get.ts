// The caller's own profile.
import type { User } from '../../contract/doors';
import type { AppSettings } from '../ports';
import type { Presenter } from '../session/presenter';
import { accept } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { asUser } from './as-user';

/** Refuses: token-invalid, token-expired, session-revoked, user-blocked, account-closed. Calls: 1. */
export async function getProfile(world: AuthenticateWorld, app: AppSettings, caller: Presenter, accessToken: string): Promise<Result<{ user: User }>> {
  const session = await authenticate(world, app, caller, accessToken);
  return session.ok ? accept({ user: asUser(session.value.user) }) : session;
}
