// The operator door: finding, banning and lifting, and looking at the audit chain.
import { operatorRequests } from '../../cloudbase/requests/operator';
import { operatorDoor } from '../../cloudbase/triggers/operator-door';

export const main = operatorDoor('operator', operatorRequests, () => import('./actions'));
