// The app-token-http door: the centre, for servers over HTTP.
import { httpDoor } from '../../cloudbase/triggers/http-door';

export const main = httpDoor('app-token-http', () => import('./actions'));
