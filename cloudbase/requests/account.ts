// The closed shapes of the account door's requests.
import * as v from 'valibot';
import { AccessToken, Moment, Opaque } from './shapes';

export const accountRequests = {
  identities: v.strictObject({ action: v.literal('identities'), accessToken: AccessToken }),
  unlink: v.strictObject({ action: v.literal('unlink'), accessToken: AccessToken, identityId: Opaque }),
  'link-start': v.strictObject({ action: v.literal('link-start'), accessToken: AccessToken }),
  'link-preview': v.strictObject({ action: v.literal('link-preview'), accessToken: AccessToken, linkCode: Opaque }),
  'link-finish': v.strictObject({ action: v.literal('link-finish'), accessToken: AccessToken, linkCode: Opaque }),
  history: v.strictObject({ action: v.literal('history'), accessToken: AccessToken, before: v.exactOptional(Moment) }),
  export: v.strictObject({ action: v.literal('export'), accessToken: AccessToken }),
  close: v.strictObject({ action: v.literal('close'), accessToken: AccessToken }),
  keep: v.strictObject({ action: v.literal('keep'), accessToken: AccessToken }),
};
