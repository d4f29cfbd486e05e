// The closed shapes of the profile door's requests.
import * as v from 'valibot';
import { AccessToken, Base64, Iv, Signature } from './shapes';

const action = v.literal('import-user-info');

export const profileRequests = {
  get: v.strictObject({ action: v.literal('get'), accessToken: AccessToken }),
  'import-user-info': v.union([
    // The platform replaces the mark by an object of its own making; a client's look-alike is told apart by OPEN_DATA_INFO (SEC-21).
    v.strictObject({ action, accessToken: AccessToken, cloudID: v.unknown() }),
    v.strictObject({ action, accessToken: AccessToken, encryptedData: Base64, iv: Iv, rawData: v.string(), signature: Signature }),
  ]),
};
