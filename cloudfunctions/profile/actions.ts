// What each action of the profile door does: one rule, the world it asks, the caller.
import { bindPhone } from '../../auth/profile/bind-phone';
import { getProfile } from '../../auth/profile/get';
import { importUserInfo } from '../../auth/profile/import-user-info';
import { updateProfile } from '../../auth/profile/update';
import type { Actions } from '../../cloudbase/triggers/user-door';
import { appOf, userInfoPacket, world } from '../wiring';

export const actions: Actions<'profile'> = {
  get: (caller, { accessToken }) => getProfile(world(), appOf(caller), caller, accessToken),
  update: (caller, { accessToken, nickname, avatarFileId, consent }) => updateProfile(world(), appOf(caller), caller, accessToken, {
    nickname: nickname ?? null, avatarFileId: avatarFileId ?? null, policyVersion: consent?.policyVersion ?? null,
  }),
  'import-user-info': (caller, request) => importUserInfo(world(), appOf(caller), caller, request.accessToken, userInfoPacket(caller, request), request.consent?.policyVersion ?? null),
  'bind-phone': (caller, { accessToken, code, consent }) => bindPhone(world(), appOf(caller), caller, accessToken, { code, policyVersion: consent?.policyVersion ?? null }),
};
