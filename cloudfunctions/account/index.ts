// The account door: what happened to an account, everything it holds, its end.
import { accountRequests } from '../../cloudbase/requests/account';
import { userDoor } from '../../cloudbase/triggers/user-door';

export const main = userDoor('account', accountRequests, () => import('./actions'));
