// What the rules ask of the world. Each method of a store is one database call unless it says otherwise, so a flow's cost can be read off its lines.
import type { Device, DoorKind } from '../contract/doors';
import type { Ms } from '../contract/reply';
import type { Gift } from './merge/ports';
import type { SealedWeChatTokens, Shown, Storing } from './profile/ports';
import type { AppId, FileId, Hold, IdentityKey, IdentityKind, MergeId, OpenId, PhoneKey, SessionId, UnionId, UnionKey, UserId } from './ids';

export interface Clock { now(): Ms }

export interface Random {
  /** Unguessable base64url text of so many random bytes. */
  text(bytes: number): string;
  /** 0 ≤ n < 1, for jitter only. */
  fraction(): number;
}

/** Waits real time; never shifted by the clock. */
export type Pause = (milliseconds: number) => Promise<void>;

/** Says what an operator should read: one line, no secret. */
export type Alarm = (event: string, detail: Record<string, string>) => void;

/** Says that one piece of work failed, while the others go on. */
export type Failed = (what: string, error: unknown) => void;

/** Who calls, by WeChat's context alone. */
export interface Caller {
  appId: AppId;
  openId: OpenId;
  unionId: UnionId | null;
  ipPrefix: string | null;
  /** Top-level keys of the event that WeChat itself replaced (OPEN_DATA_INFO). */
  openDataKeys: readonly string[];
}

export interface AppSettings {
  appId: AppId;
  kind: IdentityKind;
  secret: string;
  openPlatform: string | null;
}

export type Status = 'active' | 'banned' | 'closing' | 'erased' | 'merged';

export interface Session {
  sid: SessionId;
  /** Generation of the refresh token that is current. */
  n: number;
  createdAt: Ms;
  /** When it was opened or last renewed. */
  usedAt: Ms;
  endsAt: Ms;
  door: DoorKind;
  device: Device | null;
  ipPrefix: string | null;
}

/** A secret at rest: AES-256-GCM under the named key. */
export interface Sealed { kid: string; box: string }
export interface SealedSessionKey extends Sealed { at: Ms }

export type EventKind = 'sign-in' | 'sign-out' | 'sign-out-everywhere' | 'revoke' | 'refresh-reuse' | 'ban' | 'lift' | 'close' | 'keep';

/** What happened to an account. `sid`: in or to which session; `device`: of a sign-in; `by`: the operator who did it, null for the person herself. */
export interface SecurityEvent { at: Ms; kind: EventKind; sid: SessionId | null; device: Device | null; ipPrefix: string | null; by: string | null }

/** What WeChat says of a person on its pages, as it came; sex and region are not facts since 2021. `at`: when. */
export interface WeChatProfile { nickname: string; sex: number | null; province: string; city: string; country: string; headimgurl: string; privilege: string[]; at: Ms }

/** A packet of open data, by its hash. */
export interface Packed { hash: string; at: Ms }

export interface Identity {
  key: IdentityKey;
  kind: IdentityKind;
  appId: AppId;
  openId: OpenId;
  unionId: UnionId | null;
  union: UnionKey | null;
  userId: UserId;
  /** Whose it was when it followed her into a merge; null: its user's own. */
  mergedFrom: UserId | null;
  /** When its user began to give it up, while that is on its way. */
  leavingAt: Ms | null;
  status: Status;
  generation: number;
  linkedAt: Ms;
  lastSignInAt: Ms;
  /** The last two received, newest last. */
  sessionKeys: SealedSessionKey[];
  sessions: Session[];
  events: SecurityEvent[];
  /** When it signed in and renewed lately, newest first: as many as the limits look at. */
  signIns: Ms[];
  renewals: Ms[];
  /** Opened data packets: which failed lately, which were seen. */
  decryptAttempts: Packed[];
  seenPackets: Packed[];
  /** What WeChat said of her when she last came in by one of its pages, or asked for it again. */
  profile: WeChatProfile | null;
  /** Null where none are kept (WECHAT_USER_TOKENS). */
  wechatTokens: SealedWeChatTokens | null;
}

/** A change of a user's state that is on its way to her identities and into the audit; `identity`: through which it came, or one of hers. */
export interface StateChange { event: SecurityEvent; identity: IdentityKey; appId: AppId }

/** That the person agreed to a version of the privacy policy: when, and at which door of which app. */
export interface ConsentRecord { policy: string; at: Ms; appId: AppId; action: string; ipPrefix: string | null }

/** A phone number: sealed, found again by its keyed hash, shown masked. */
export interface PhoneRecord { sealed: Sealed; key: PhoneKey; masked: string; boundAt: Ms }

export interface UserRecord {
  id: UserId;
  status: Status;
  /** How often the person was erased before. */
  generation: number;
  nickname: string | null;
  avatarUrl: string | null;
  /** Our own copy of the picture; null where the picture is WeChat's. */
  avatarFile: FileId | null;
  phone: PhoneRecord | null;
  consents: ConsentRecord[];
  /** While the account waits to be erased. */
  closing: { at: Ms; erasesAt: Ms } | null;
  /** Changes of her state that are not carried out everywhere yet. */
  pending: StateChange[];
  /** Of a merged one: the user she is now. Never a merged one itself. */
  mergedInto: UserId | null;
  /** Of a merged one: by which merge. It stays where whom she became is merged herself. */
  mergedBy: MergeId | null;
  /** What of hers filled a gap in a merge, and whose it was. */
  adopted: Adopted;
  /** The merge, or the undoing of one, that she takes part in at this moment; no other begins until it is over. */
  merging: Hold | null;
  /** Users who were merged into her: what is kept under their ids is hers. */
  aliases: UserId[];
  /** By whose link she first came, as that one was called then. */
  invitedBy: UserId | null;
  createdAt: Ms;
  indexKey: string;
}

export interface Adopted { nickname: UserId | null; avatar: UserId | null; phone: UserId | null }

/** An identity without its events, its user and the guard of its union, read in one call. */
export interface Known { identity: Identity; user: UserRecord | null; unionOwner: UserId | null }

/** The newest so many of each list stay. */
export interface Keep { sessions: number; events: number; sessionKeys: number; seenPackets: number; consents: number }

/** At most `most` later than `since`; an entry from after `until` was written by a clock that has gone back, and does not count. */
export interface Rate { most: number; since: Ms; until: Ms }

/** `profile`, `wechatTokens`: null leaves what stands. */
export interface Opening { session: Session; event: SecurityEvent; sessionKey: SealedSessionKey | null; profile: WeChatProfile | null; wechatTokens: SealedWeChatTokens | null; staleKeysBefore: Ms; keep: Keep; rate: Rate }

export interface Identities {
  /** Adds the session to an active identity of the union named, within the rate; false when none matches, or it has this very session. */
  openSession(key: IdentityKey, union: UnionKey | null, opening: Opening): Promise<boolean>;
  /** As openSession, and writes the unionid into an identity that has none. */
  bindUnion(key: IdentityKey, union: Union, opening: Opening): Promise<boolean>;
  find(key: IdentityKey): Promise<Known | null>;
  /** As find, and beside it any identity that stands in the same union: a tombstone only where nothing else does. */
  lookUp(key: IdentityKey, union: UnionKey | null): Promise<{ known: Known | null; sibling: Known | null }>;
  /** False when the key is taken: the unique `_id` is the lock. */
  add(identity: Identity): Promise<boolean>;
  /** Generation n → n + 1 of a living session; false when it is not at n, idle, ended, beyond the rate, or the identity is not active. */
  advance(key: IdentityKey, renewal: { userId: UserId; sid: SessionId; n: number; now: Ms; usedAfter: Ms; staleKeysBefore: Ms; rate: Rate }): Promise<boolean>;
  /** Removes the session and records why; false when it is not there or the identity is not active. Signing out drops the session keys too, and WeChat's tokens if asked to; if not, false also where such tokens stand. */
  signOut(key: IdentityKey, event: SecurityEvent, keep: Keep, withTokens: boolean): Promise<boolean>;
  /** Ends one session by its owner's wish; false when it is not there. */
  revoke(key: IdentityKey, event: SecurityEvent, keep: Keep): Promise<boolean>;
  /** Ends every session of the user's active identities, and drops their session keys and WeChat's tokens. */
  endAll(userId: UserId, event: SecurityEvent, keep: Keep): Promise<void>;
  endForReuse(key: IdentityKey, event: SecurityEvent, keep: Keep, staleKeysBefore: Ms): Promise<boolean>;
  /** Takes one of the decrypt attempts for this packet; false when the session is gone, none is left or the packet was seen. */
  reserveDecrypt(key: IdentityKey, attempt: { sid: SessionId; packet: string; now: Ms; rate: Rate; staleKeysBefore: Ms; keep: Keep }): Promise<boolean>;
  /** Gives the attempt back: the packet opened. */
  releaseDecrypt(key: IdentityKey, packet: string): Promise<void>;
  /** Gives the attempt back and forgets the packet: it was not looked at. */
  returnPacket(key: IdentityKey, packet: string): Promise<void>;
  /** Counts one of the things that the renewals' rate bounds; false when the session is gone, the identity is not active, or the rate is used up. */
  countRenewal(key: IdentityKey, counting: { sid: SessionId; now: Ms; rate: Rate }): Promise<boolean>;
  /** Keeps what WeChat shows of her, and her renewed tokens in the place of those of this box; false when the session is gone, the identity is not active, or other tokens stand there. */
  keepShown(key: IdentityKey, sid: SessionId, shown: Shown): Promise<boolean>;
  /** Drops WeChat's tokens of this box; nothing where others stand there. */
  dropTokens(key: IdentityKey, box: string): Promise<void>;
  /** Copies a user's state to those of her identities that are in another one; session keys and WeChat's tokens stay with none but active ones. */
  setStatus(userId: UserId, status: Status): Promise<void>;
  /** The same to all of them, and their sessions are over. */
  setStatusAndEnd(userId: UserId, status: Status): Promise<void>;
  /** Leaves a tombstone of the identity of a user who was erased: its keys, its generation, nothing of the person's. False when it is not hers any more. */
  bury(key: IdentityKey, userId: UserId): Promise<boolean>;
  /** Puts an identity in the place of a tombstone of this user's; false when there is none any more. */
  revive(identity: Identity, erased: UserId): Promise<boolean>;
  /** Says that it is being given up, or not after all; false when it is not hers any more. */
  markLeaving(key: IdentityKey, userId: UserId, at: Ms | null): Promise<boolean>;
  /** Leaves a tombstone of one way in of a user who goes on: as bury, and whoever comes back through it is somebody of the next generation. False when it is not hers any more. */
  leave(key: IdentityKey, userId: UserId): Promise<boolean>;
  /** Gives one living identity to another user, without remembering; its sessions are over. False when it is hers no more. */
  move(key: IdentityKey, from: UserId, to: UserId): Promise<boolean>;
  /** Takes a unionid off an identity that is in this union. */
  unbind(key: IdentityKey, union: UnionKey): Promise<void>;
  /** Gives every living identity of one user to another, who remembers whose each was; their sessions are over. Calls: 2. Named exception to writing one document. */
  moveAll(from: UserId, to: UserId): Promise<void>;
  /** Gives a user's living identities back to her, wherever they are, and those of her aliases; their sessions are over. Calls: 1; 2 with aliases. */
  giveBack(to: UserId, aliases: readonly UserId[]): Promise<void>;
  /** Identities with events older than `before`. */
  withEvents(before: Ms, most: number): Promise<Identity[]>;
  /** Removes the events of these moments. */
  dropEvents(key: IdentityKey, at: readonly Ms[]): Promise<void>;
  /** Identities with a session key, WeChat's tokens or an idle session from before. */
  withStale(before: Stale, most: number): Promise<IdentityKey[]>;
  /** Calls: 2. */
  dropStale(key: IdentityKey, before: Stale): Promise<void>;
  /** Those with this openid, in any app, or this unionid, on any platform. */
  search(by: { openId: OpenId } | { unionId: UnionId }, most: number): Promise<Identity[]>;
}

/** Session keys older than `keys`, WeChat's tokens older than `tokens`, sessions not used since `used`. */
export interface Stale { keys: Ms; tokens: Ms; used: Ms }

export interface Users {
  /** A user and every identity of hers. */
  findWithIdentities(id: UserId): Promise<{ user: UserRecord; identities: Identity[] } | null>;
  /** False when the id is taken. */
  add(user: UserRecord): Promise<boolean>;
  /** Writes to an active user who has consented, now or before, and still has what is written over; false otherwise. */
  store(id: UserId, storing: Storing, keep: Keep): Promise<boolean>;
  /** Records a consent of an active user. */
  consent(id: UserId, consent: ConsentRecord, keep: Keep): Promise<boolean>;
  /** active → closing; false when she is not active. Each change of state leaves itself in `pending`. */
  close(id: UserId, erasesAt: Ms, change: StateChange): Promise<boolean>;
  /** closing → active, before the erasure is due; false otherwise. */
  keep(id: UserId, change: StateChange): Promise<boolean>;
  /** active or closing → banned; false when she is neither. */
  ban(id: UserId, change: StateChange): Promise<boolean>;
  /** banned → active, or → closing where the account was waiting; false when she is not banned. */
  lift(id: UserId, to: 'active' | 'closing', change: StateChange): Promise<boolean>;
  /** The changes of this moment are carried out. */
  settle(id: UserId, at: Ms): Promise<void>;
  /** Users with a change from before that is not carried out. */
  unsettled(before: Ms, most: number): Promise<UserId[]>;
  /** Users whose number is sealed under another key than this. */
  sealedUnderOther(kid: string, most: number): Promise<UserRecord[]>;
  /** Puts the same number under another seal; false when it is another by now. */
  reseal(id: UserId, from: Sealed, to: Sealed): Promise<boolean>;
  /** Users whose waiting is over, and those whose erasure was cut; who waits longest first. */
  dueForErasure(now: Ms, most: number): Promise<UserRecord[]>;
  /** closing → erased, and due until endErasure: what is personal goes in this write, but for the name of the picture's file, which is still to be removed. */
  beginErasure(id: UserId, now: Ms): Promise<boolean>;
  /** Nothing of the person is left. */
  endErasure(id: UserId): Promise<void>;
  /** Takes an active user into a merge, or its undoing; true also where it has her already. */
  lock(id: UserId, hold: Hold): Promise<boolean>;
  /** Lets go of a user that it has. */
  unlock(id: UserId, hold: Hold): Promise<void>;
  /** active → merged, of a user that this merge has; false when she is not active. */
  alias(id: UserId, merge: MergeId, into: UserId): Promise<boolean>;
  /** merged → active, and the undoing of this merge has her; false when she was not merged by it, or is with another. */
  unalias(id: UserId, merge: MergeId, from: UserId): Promise<boolean>;
  /** Those who were merged into one are now merged into another. */
  moveAliases(from: UserId, to: UserId): Promise<void>;
  /** More who were merged into her; nothing where they stand there. */
  addAliases(id: UserId, aliases: readonly UserId[]): Promise<void>;
  /** Aliases of hers who went with her come back with her. */
  moveAliasesBack(aliases: readonly UserId[], from: UserId, to: UserId): Promise<void>;
  /** What the winner of a merge has not herself; never over what she has. `aliases` are added. */
  adopt(id: UserId, merge: MergeId, gift: Gift): Promise<void>;
  /** What anyone who has this alias adopted of her and hers is hers alone again, and she and hers are nobody's aliases. Calls: 4, and 1 for each consent. */
  disown(id: UserId, aliases: readonly UserId[], consents: readonly ConsentRecord[]): Promise<void>;
  /** merged → erased, with whom she was merged into: nothing of the person's is left. */
  eraseAlias(id: UserId): Promise<void>;
  search(phone: PhoneKey, most: number): Promise<UserRecord[]>;
  /** A user written under another INDEX_KEY than this fingerprint's, or null. */
  ofAnotherIndexKey(fingerprint: string): Promise<UserId | null>;
}

/** WeChat's id for a person across the apps of one open platform, and the key of its guard. */
export interface Union { id: UnionId; key: UnionKey }

export interface Unions {
  /** False when the union has an owner already. */
  add(union: { key: UnionKey; userId: UserId }): Promise<boolean>;
  owner(key: UnionKey): Promise<UserId | null>;
  /** Those of a user. */
  of(userId: UserId): Promise<UnionKey[]>;
  /** Every union of one user is another's, who remembers whose each was. Calls: 2. Named exception to writing one document. */
  moveAll(from: UserId, to: UserId): Promise<void>;
  /** One union, without remembering; false when it is not hers any more. */
  move(key: UnionKey, from: UserId, to: UserId): Promise<boolean>;
  /** A user's unions are hers again, and those of her aliases. Calls: 1; 2 with aliases. */
  giveBack(to: UserId, aliases: readonly UserId[]): Promise<void>;
  /** Frees the union of a user who was erased; false when it is not hers any more. */
  forget(key: UnionKey, userId: UserId): Promise<boolean>;
}
