// What operators ask: the requests and values of the operator door. No phone calls it.
import type { CredentialKind, TokenEndpoint } from './app-token';
import type { AppId, Empty, Ms, Opaque } from './reply';

/** Which operator, by the key she was given (OPERATOR_KEYS). */
export interface OperatorKey { caller: string; secret: string }

/** `phone`: '+8613800000001'. */
export type UserSearch = { id: string } | { openId: string } | { unionId: string } | { phone: string };

export interface FoundIdentity {
  identityId: Opaque; kind: string; appId: AppId; openId: string; unionId: string | null; status: string; linkedAt: Ms; lastSignInAt: Ms;
  sessions: { door: string; platform: string | null; ipPrefix: string | null; createdAt: Ms; lastUsedAt: Ms; endsAt: Ms }[];
}
/** `isOfThisIndexKey`: false where INDEX_KEY was changed since the user was written. */
export interface FoundUser {
  userId: Opaque; status: string; nickname: string | null; avatarUrl: string | null; phone: string | null; createdAt: Ms; erasesAt: Ms | null;
  consents: { policy: string; at: Ms; appId: AppId; action: string }[]; identities: FoundIdentity[]; isOfThisIndexKey: boolean;
}

/** `after`: the number to go on from, with the hash that stood there; both come from the page before. `seek`: a hash that a log line told. */
export interface VerifyAuditRequest { action: 'verify-audit'; caller: string; secret: string; after?: { seq: number; hash: string }; seek?: string }
/** `isSought`: the hash that was sought stands in this page. */
export interface AuditPage { head: { seq: number; hash: string } | null; rows: number; broken: { seq: number; what: string } | null; isSought: boolean; isWhole: boolean }

/** Of one app's access_token or ticket; never its value. `forcedLeft`: of the day's forced renewals. `overtaken`: when it was found dead before its time. */
export interface AppTokenStatus {
  appId: AppId; kind: CredentialKind; endpoint: TokenEndpoint | null; obtainedAt: Ms | null; expiresAt: Ms | null;
  /** When WeChat will be asked (again). */
  renewAt: Ms | null;
  /** Failures since WeChat last answered. */
  failures: number; forcedLeft: number;
  /** Newest first, at most 20. */
  renewals: { at: Ms; by: string; why: 'due' | 'reported' | 'forced' }[];
  overtaken: Ms[]; warning: string | null;
}

export type OperatorDoor =
  | [OperatorKey & { action: 'find'; by: UserSearch }, { users: FoundUser[] }]
  | [OperatorKey & { action: 'ban'; userId: string }, Empty]
  | [OperatorKey & { action: 'lift'; userId: string }, Empty]
  | [VerifyAuditRequest, AuditPage]
  | [OperatorKey & { action: 'app-tokens' }, { apps: AppTokenStatus[] }];
