// What each action of the session door does: one rule, the world it asks, the caller.
import { list } from '../../auth/session/list';
import { renew } from '../../auth/session/renew';
import { revoke } from '../../auth/session/revoke';
import { signOut } from '../../auth/session/sign-out';
import { signOutEverywhere } from '../../auth/session/sign-out-everywhere';
import { signIn } from '../../auth/sign-in/sign-in';
import type { Actions } from '../../cloudbase/triggers/user-door';
import { appOf, world } from '../wiring';

export const actions: Actions<'session'> = {
  'sign-in': (caller, { code, device, consent, keep, invite }) => signIn(world(), appOf(caller), caller, {
    code: code ?? null, device: device ?? null, policyVersion: consent?.policyVersion ?? null, wish: keep === true ? 'keep-account' : 'sign-in-only', invite: invite ?? null,
  }),
  renew: (caller, { refreshToken }) => renew(world(), appOf(caller), caller, refreshToken),
  list: (caller, { accessToken }) => list(world(), appOf(caller), caller, accessToken),
  revoke: (caller, { accessToken, sessionId }) => revoke(world(), appOf(caller), caller, accessToken, sessionId),
  'sign-out': (caller, { accessToken }) => signOut(world(), appOf(caller), caller, accessToken),
  'sign-out-everywhere': (caller, { accessToken }) => signOutEverywhere(world(), appOf(caller), caller, accessToken),
};
