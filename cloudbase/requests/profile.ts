// The closed shapes of the profile door's requests.
import * as v from 'valibot';
import { AccessToken, Code, Consent } from './shapes';

const action = v.literal('import-user-info');
const consent = v.exactOptional(Consent);

export const profileRequests = {
  get: v.strictObject({ action: v.literal('get'), accessToken: AccessToken }),
  update: v.strictObject({ action: v.literal('update'), accessToken: AccessToken, nickname: v.exactOptional(v.string()), avatarFileId: v.exactOptional(v.string()), consent }),
  'bind-phone': v.strictObject({ action: v.literal('bind-phone'), accessToken: AccessToken, code: Code, consent }),
  'import-user-info': v.union([
    // The platform replaces the mark by an object of its own making; a client's look-alike is told apart by OPEN_DATA_INFO (SEC-21).
    v.strictObject({ action, accessToken: AccessToken, cloudID: v.unknown(), consent }),
    // Any text: what is wrong with it is told in the same words as everything else that does not open (SEC-18).
    v.strictObject({ action, accessToken: AccessToken, encryptedData: v.string(), iv: v.string(), rawData: v.string(), signature: v.string(), consent }),
  ]),
};
