// The profile door: reading the profile, taking it over from WeChat.
import { profileRequests } from '../../cloudbase/requests/profile';
import { userDoor } from '../../cloudbase/triggers';

export const main = userDoor('profile', profileRequests, () => import('./actions'));
