// The closed shapes of the profile door's requests.
import * as v from 'valibot';
import { AccessToken } from './shapes';

const action = v.literal('import-user-info');

export const profileRequests = {
  get: v.strictObject({ action: v.literal('get'), accessToken: AccessToken }),
  update: v.strictObject({ action: v.literal('update'), accessToken: AccessToken, nickname: v.exactOptional(v.string()) }),
  'import-user-info': v.union([
    // The platform replaces the mark by an object of its own making; a client's look-alike is told apart by OPEN_DATA_INFO (SEC-21).
    v.strictObject({ action, accessToken: AccessToken, cloudID: v.unknown() }),
    // Any text: what is wrong with it is told in the same words as everything else that does not open (SEC-18).
    v.strictObject({ action, accessToken: AccessToken, encryptedData: v.string(), iv: v.string(), rawData: v.string(), signature: v.string() }),
  ]),
};
