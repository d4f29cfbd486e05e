// The session door: signing in, renewing, listing, signing out.
import { sessionRequests } from '../../cloudbase/requests/session';
import { userDoor } from '../../cloudbase/triggers/user-door';

export const main = userDoor('session', sessionRequests, () => import('./actions'));
