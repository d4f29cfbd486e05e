// Who presents a token, and which identity that is.
import { identityKey } from '../ids';
import type { AppId, IdentityKey } from '../ids';
import type { AppSettings, Caller } from '../ports';

/** Who brings a token over HTTP: nobody but the token says who. `identity`: as it says. */
export interface Bearer { appId: AppId; identity: IdentityKey; ipPrefix: string | null }

/** Who presents a token: WeChat's context names her beside it, or the token alone does. */
export type Presenter = Caller | Bearer;

export function identityOf(app: AppSettings, caller: Presenter): IdentityKey {
  return 'identity' in caller ? caller.identity : identityKey(app.kind, caller.appId, caller.openId);
}
