// What each action of the profile door does: one rule, the world it asks, the caller.
import { getProfile } from '../../auth/profile/get';
import { importUserInfo } from '../../auth/profile/import-user-info';
import { updateProfile } from '../../auth/profile/update';
import type { Actions } from '../../cloudbase/triggers';
import { appOf, userInfoPacket, world } from '../wiring';

export const actions: Actions<'profile'> = {
  get: (caller, { accessToken }) => getProfile(world(), appOf(caller), caller, accessToken),
  update: (caller, { accessToken, nickname }) => updateProfile(world(), appOf(caller), caller, accessToken, { nickname: nickname ?? null }),
  'import-user-info': (caller, request) => importUserInfo(world(), appOf(caller), caller, request.accessToken, userInfoPacket(caller, request)),
};
