// The requests and values of the event doors: what `wx.cloud.callFunction({ name: door, data: request })` takes and gives.
import type { AppId, Empty, Ms, Opaque } from './reply';

export interface Device {
  platform: 'ios' | 'android' | 'windows' | 'mac' | 'devtools' | 'other';
  /** At most 64 code points; shown, trusted for nothing. */
  model: string;
}

export interface User {
  id: Opaque;
  nickname: string | null;
  avatarUrl: string | null;
  /** Masked: '+86*******0001'. */
  phone: string | null;
}

export interface Tokens {
  accessToken: string;
  accessTokenExpiresAt: Ms;
  refreshToken: string;
  refreshTokenExpiresAt: Ms;
}

export type DoorKind = 'mini-program' | 'official-account' | 'website' | 'scan';

/** One signed-in device of the caller; no token material. */
export interface SessionItem {
  sessionId: Opaque;
  current: boolean;
  door: DoorKind;
  appId: AppId;
  device: Device | null;
  /** '203.0.113.*' */
  ipPrefix: string | null;
  createdAt: Ms;
  lastUsedAt: Ms;
  expiresAt: Ms;
}

export type Kind = 'mini-program' | 'official-account' | 'website';

/** Of the account that a link code comes from; `isOwn`: the two are one already. */
export interface LinkPreview { nickname: string | null; avatarUrl: string | null; kind: Kind; appId: AppId; isOwn: boolean }
/** One way in which the caller signs in; nothing of WeChat's ids. `identityId`: opaque. */
export interface IdentityItem { identityId: Opaque; kind: Kind; appId: AppId; linkedAt: Ms; lastSignInAt: Ms; current: boolean }

/** The privacy policy that the person was shown and agreed to. It may stand with whatever stores something of hers, or with a sign-in. */
export interface Consent { policyVersion: string }

/** `keep`: the person confirms that an account which waits to be erased goes on. */
/** `invite`: what a shared link brought; it counts for a first registration alone, and a malformed one keeps nobody out. */
export interface SignInRequest { action: 'sign-in'; code?: string; device?: Device; consent?: Consent; keep?: true; invite?: string }
export interface RenewRequest { action: 'renew'; refreshToken: string }
export interface ListRequest { action: 'list'; accessToken: string }
/** `sessionId`: one of `list`'s; unknown and foreign ones alike are not-found. */
export interface RevokeRequest { action: 'revoke'; accessToken: string; sessionId: Opaque }
/** Repeated on a session that has ended: ok. */
export interface SignOutRequest { action: 'sign-out'; accessToken: string }
/** Ends every session of the user, this one too. */
export interface SignOutEverywhereRequest { action: 'sign-out-everywhere'; accessToken: string }
export interface ProfileGetRequest { action: 'get'; accessToken: string }
/** What is left out stays. `avatarFileId`: what wx.cloud.uploadFile answered. */
export interface ProfileUpdateRequest { action: 'update'; accessToken: string; nickname?: string; avatarFileId?: string; consent?: Consent }
export interface ImportByCloudIdRequest { action: 'import-user-info'; accessToken: string; cloudID: unknown; consent?: Consent }
export interface ImportBySessionKeyRequest { action: 'import-user-info'; accessToken: string; encryptedData: string; iv: string; rawData: string; signature: string; consent?: Consent }
/** `code`: what the getPhoneNumber button gave, not a login code. */
export interface BindPhoneRequest { action: 'bind-phone'; accessToken: string; code: string; consent?: Consent }

/** The current one first, then the one used last. */
export interface IdentitiesRequest { action: 'identities'; accessToken: string }
/** One way in less: its app's next sign-in is a user of its own. Refused (link-conflict) for the last one, and for one whose unionid another of hers has too. Wants a sign-in at most ten minutes old. */
export interface UnlinkRequest { action: 'unlink'; accessToken: string; identityId: Opaque }
/** Wants a sign-in at most ten minutes old, as link-finish does. */
export interface LinkStartRequest { action: 'link-start'; accessToken: string }
/** Whose code it is, to be shown before it is handed over; the code is not used up. */
export interface LinkPreviewRequest { action: 'link-preview'; accessToken: string; linkCode: string }
/** In a second session of the same person: the two users are one afterwards. Repeated with the same code: the same. */
export interface LinkFinishRequest { action: 'link-finish'; accessToken: string; linkCode: string }
/** Newest first; `before`: the `next` of the page before. */
export interface HistoryRequest { action: 'history'; accessToken: string; before?: Ms }
export interface ExportRequest { action: 'export'; accessToken: string }
/** Asked again while the account waits: the same answer. */
export interface CloseRequest { action: 'close'; accessToken: string }
/** Ends the waiting; on an active account: ok. */
export interface KeepRequest { action: 'keep'; accessToken: string }

/** Asked again: the same code, until it is about to end. It goes into a share path, a scene of a mini-program code or an address, and grants nothing. */
export interface InviteRequest { action: 'invite'; accessToken: string }
/** `inviteCode`: 16 of a–z 2–7. */
export interface Invite { inviteCode: string; expiresAt: Ms }
export interface InvitationsRequest { action: 'invitations'; accessToken: string }
/** `invitedBy`: whoever brought the caller here; null for nobody, or somebody who is here no more. `invited`: how many came by the caller's links. */
export interface Invitations { invitedBy: { nickname: string | null; avatarUrl: string | null } | null; invited: number }
/** What a browser shows as a mini-program code asks: `scene` as the page was opened with. The code is hers from then on. */
export interface ScanLookRequest { action: 'scan-look'; accessToken: string; scene: string }
/** Who asks to be signed in. `site`: the origin of the page; `browser`: 'Chrome · Windows'; `matchNumber`: two digits, shown by the page too. */
export interface ScanLook { site: string; ipPrefix: string | null; browser: string | null; matchNumber: string; startedAt: Ms; expiresAt: Ms }
/** The browser that shows the code is signed in as the caller. Repeated: the same. */
export interface ScanConfirmRequest { action: 'scan-confirm'; accessToken: string; scene: string }
/** It is not; the browser hears so. Repeated: the same. */
export interface ScanDeclineRequest { action: 'scan-decline'; accessToken: string; scene: string }

/** `kind`: sign-in, sign-out, sign-out-everywhere, revoke, refresh-reuse, ban, lift, close, keep, merge, unmerge, unlink. */
export interface HistoryEvent { at: Ms; kind: string; appId: AppId; device: Device | null; ipPrefix: string | null }
export interface HistoryPage { events: HistoryEvent[]; next: Ms | null }

export type SignedIn = Tokens & { user: User; isNew: boolean };
/** `freshCodeWanted`: a unionId stood in the data and the identity has none; sign in again with a fresh code. */
export interface ImportedUserInfo { user: User; freshCodeWanted: boolean }

/** Each door's actions: `[request, value]`. */
export interface Doors {
  session:
    | [SignInRequest, SignedIn] | [RenewRequest, Tokens] | [ListRequest, { sessions: SessionItem[] }]
    | [RevokeRequest, Empty] | [SignOutRequest, Empty] | [SignOutEverywhereRequest, Empty];
  profile:
    | [ProfileGetRequest, { user: User }] | [ProfileUpdateRequest, { user: User }]
    | [ImportByCloudIdRequest, ImportedUserInfo] | [ImportBySessionKeyRequest, ImportedUserInfo] | [BindPhoneRequest, { user: User }];
  account:
    | [IdentitiesRequest, { identities: IdentityItem[] }]
    | [UnlinkRequest, Empty] | [LinkPreviewRequest, LinkPreview]
    | [LinkStartRequest, { linkCode: string; expiresAt: Ms }] | [LinkFinishRequest, { user: User }]
    | [HistoryRequest, HistoryPage] | [ExportRequest, { document: object }] | [CloseRequest, { erasedAt: Ms }] | [KeepRequest, Empty]
    | [InviteRequest, Invite] | [InvitationsRequest, Invitations]
    | [ScanLookRequest, ScanLook] | [ScanConfirmRequest, Empty] | [ScanDeclineRequest, Empty];
  notes: [NotesListRequest, { notes: Note[] }] | [NotesAddRequest, { note: Note }];
}

// The developer's own function: an example of a door that guards itself.
export interface Note { noteId: Opaque; text: string; writtenAt: Ms }
export interface NotesListRequest { action: 'list'; accessToken: string }
export interface NotesAddRequest { action: 'add'; accessToken: string; text: string }

export type DoorName = keyof Doors;
export type RequestOf<D extends DoorName> = Doors[D][0];
/** The value a door gives for one request. */
export type ValueOf<D extends DoorName, R extends RequestOf<D>> = Extract<Doors[D], [{ action: R['action'] }, unknown]>[1];
