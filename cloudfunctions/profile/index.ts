// The profile door: reading the profile, taking it over from WeChat.
import { getProfile } from '../../auth/profile/get';
import { importUserInfo } from '../../auth/profile/import-user-info';
import { profileRequests } from '../../cloudbase/requests/profile';
import { userDoor } from '../../cloudbase/triggers';
import { appOf, userInfoPacket, world } from '../wiring';

export const main = userDoor('profile', profileRequests, {
  get: (caller, { accessToken }) => getProfile(world(), appOf(caller), caller, accessToken),
  'import-user-info': (caller, request) => importUserInfo(world(), appOf(caller), caller, request.accessToken, userInfoPacket(caller, request)),
});
