// The session door: signing in, renewing, listing, signing out.
import { list } from '../../auth/session/list';
import { renew } from '../../auth/session/renew';
import { signOut } from '../../auth/session/sign-out';
import { signIn } from '../../auth/sign-in/sign-in';
import { sessionRequests } from '../../cloudbase/requests/session';
import { userDoor } from '../../cloudbase/triggers';
import { appOf, world } from '../wiring';

export const main = userDoor('session', sessionRequests, {
  'sign-in': (caller, { code, device }) => signIn(world(), appOf(caller), caller, { code: code ?? null, device: device ?? null }),
  renew: (caller, { refreshToken }) => renew(world(), appOf(caller), caller, refreshToken),
  list: (caller, { accessToken }) => list(world(), appOf(caller), caller, accessToken),
  'sign-out': (caller, { accessToken }) => signOut(world(), appOf(caller), caller, accessToken),
});
