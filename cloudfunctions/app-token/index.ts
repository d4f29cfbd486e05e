// The app-token door: the centre, for our own functions and its timer.
import { appTokenRequests } from '../../cloudbase/requests/app-token';
import { functionDoor } from '../../cloudbase/triggers/function-door';
import type { AppTokenDoor } from '../../contract/app-token';

export const main = functionDoor<AppTokenDoor>('app-token', appTokenRequests, () => import('./actions'));
