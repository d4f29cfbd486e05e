// The profile door: reading and changing the profile, taking it over from WeChat, binding a phone number.
import { profileRequests } from '../../cloudbase/requests/profile';
import { userDoor } from '../../cloudbase/triggers/user-door';

export const main = userDoor('profile', profileRequests, () => import('./actions'));
