// The closed shapes of the session door's requests.
import * as v from 'valibot';
import { AccessToken, Code, Consent, Device, Invite, Opaque, RefreshToken } from './shapes';

export const sessionRequests = {
  'sign-in': v.strictObject({
    action: v.literal('sign-in'), code: v.exactOptional(Code), device: v.exactOptional(Device), consent: v.exactOptional(Consent), keep: v.exactOptional(v.literal(true)), invite: v.exactOptional(Invite),
  }),
  renew: v.strictObject({ action: v.literal('renew'), refreshToken: RefreshToken }),
  list: v.strictObject({ action: v.literal('list'), accessToken: AccessToken }),
  revoke: v.strictObject({ action: v.literal('revoke'), accessToken: AccessToken, sessionId: Opaque }),
  'sign-out': v.strictObject({ action: v.literal('sign-out'), accessToken: AccessToken }),
  'sign-out-everywhere': v.strictObject({ action: v.literal('sign-out-everywhere'), accessToken: AccessToken }),
};
