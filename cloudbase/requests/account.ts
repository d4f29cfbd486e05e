// The closed shapes of the account door's requests.
import * as v from 'valibot';
import { AccessToken, Moment, Opaque } from './shapes';

/** What a code that anybody drew may open the page with; whether it is one of ours is for the rules to say. */
const Scene = v.pipe(v.string(), v.maxLength(512));

export const accountRequests = {
  identities: v.strictObject({ action: v.literal('identities'), accessToken: AccessToken }),
  unlink: v.strictObject({ action: v.literal('unlink'), accessToken: AccessToken, identityId: Opaque }),
  'link-start': v.strictObject({ action: v.literal('link-start'), accessToken: AccessToken }),
  'link-preview': v.strictObject({ action: v.literal('link-preview'), accessToken: AccessToken, linkCode: Opaque }),
  'link-finish': v.strictObject({ action: v.literal('link-finish'), accessToken: AccessToken, linkCode: Opaque }),
  history: v.strictObject({ action: v.literal('history'), accessToken: AccessToken, before: v.exactOptional(Moment) }),
  export: v.strictObject({ action: v.literal('export'), accessToken: AccessToken }),
  close: v.strictObject({ action: v.literal('close'), accessToken: AccessToken }),
  invite: v.strictObject({ action: v.literal('invite'), accessToken: AccessToken }),
  invitations: v.strictObject({ action: v.literal('invitations'), accessToken: AccessToken }),
  'scan-look': v.strictObject({ action: v.literal('scan-look'), accessToken: AccessToken, scene: Scene }),
  'scan-confirm': v.strictObject({ action: v.literal('scan-confirm'), accessToken: AccessToken, scene: Scene }),
  'scan-decline': v.strictObject({ action: v.literal('scan-decline'), accessToken: AccessToken, scene: Scene }),
  keep: v.strictObject({ action: v.literal('keep'), accessToken: AccessToken }),
};
