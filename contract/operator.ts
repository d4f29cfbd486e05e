// What operators ask: the requests and values of the operator door. No phone calls it.
import type { CredentialKind, TokenEndpoint } from './app-token';
import type { AppId, Empty, Ms, Opaque } from './reply';

/** Which operator, by the key she was given (OPERATOR_KEYS). */
export interface OperatorKey { caller: string; secret: string }

/** `phone`: '+8613800000001'. */
export type UserSearch = { id: string } | { openId: string } | { unionId: string } | { phone: string };

/** `mergedFrom`: whose it was before a merge. */
export interface FoundIdentity {
  identityId: Opaque; kind: string; appId: AppId; openId: string; unionId: string | null; mergedFrom: Opaque | null; status: string; linkedAt: Ms; lastSignInAt: Ms;
  sessions: { door: string; platform: string | null; ipPrefix: string | null; createdAt: Ms; lastUsedAt: Ms; endsAt: Ms }[];
}
/** The ways in that one unionid holds together. `isGuarded`: false where the guard is missing or another user's; the next sign-in mends it. */
export interface FoundLink { unionId: string | null; identityIds: Opaque[]; isGuarded: boolean }
/** A merge that she won or lost, newest first. `by`: what showed that the two are one person, and in which app. `undoableUntil`: null where it cannot be undone (any more). */
export interface FoundMerge {
  mergeId: Opaque; state: string; winner: Opaque; loser: Opaque; by: 'unionid' | 'link'; appId: AppId; at: Ms; doneAt: Ms | null; undoableUntil: Ms | null; undone: { by: string; at: Ms } | null;
}
/** `isOfThisIndexKey`: false where INDEX_KEY was changed since the user was written. */
export interface FoundUser {
  userId: Opaque; status: string; nickname: string | null; avatarUrl: string | null; phone: string | null; createdAt: Ms; erasesAt: Ms | null;
  consents: { policy: string; at: Ms; appId: AppId; action: string }[]; identities: FoundIdentity[]; isOfThisIndexKey: boolean;
  /** Of one who was merged: into whom. `aliases`: who was merged into her. */
  mergedInto: Opaque | null; aliases: Opaque[];
  links: FoundLink[]; journal: FoundMerge[];
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

/** One WeChat identity of somebody who comes from another system. `kind`: WECHAT_APPS says it where it is left out. */
export interface ImportIdentity { appId: string; kind?: string; openId: string; unionId?: string }
/** One user of another system. `line`: where she stands in the file; the outcome names it. `phone`: E.164, or 11 digits of China. */
export interface ImportRow { line: number; identities: ImportIdentity[]; nickname?: string; avatarUrl?: string; phone?: string; banned?: boolean; registeredAt?: Ms }
export type ImportConflict =
  | 'malformed-appid' | 'malformed-openid' | 'malformed-unionid' | 'unknown-app' | 'other-kind' | 'two-unionids' | 'unionid-of-two-platforms'
  | 'identity-of-another-user' | 'unionid-of-another-user' | 'unionid-changed' | 'banned-there-not-here' | 'merging' | 'changing';
/** What of a profile was not taken: nothing in it shows, no https, no number. */
export type ImportLeft = 'nickname' | 'avatarUrl' | 'phone';
/** `linked`: at least one identity joined a user who stood. `what`: the id that it is about, its first six letters. */
export type ImportOutcome =
  | { line: number; did: 'created' | 'linked' | 'already-there'; left: ImportLeft[] }
  | { line: number; did: 'skipped'; why: 'erased'; what: string }
  | { line: number; did: 'conflict'; why: ImportConflict; what: string };
export interface ImportRequest { action: 'import'; caller: string; secret: string; dryRun: boolean; rows: ImportRow[] }

export type OperatorDoor =
  | [OperatorKey & { action: 'find'; by: UserSearch }, { users: FoundUser[] }]
  | [OperatorKey & { action: 'ban'; userId: string }, Empty]
  | [OperatorKey & { action: 'lift'; userId: string }, Empty]
  | [OperatorKey & { action: 'undo-merge'; mergeId: string }, { winner: Opaque; loser: Opaque }]
  | [VerifyAuditRequest, AuditPage]
  | [ImportRequest, { outcomes: ImportOutcome[] }]
  | [OperatorKey & { action: 'app-tokens' }, { apps: AppTokenStatus[] }];
