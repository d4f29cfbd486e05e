// What merging asks of the world beside users, identities and unions: a journal, in which each merge stands before it begins.
import type { Ms } from '../../contract/reply';
import type { MergeEvent } from '../../contract/merge-hook';
import type { AppId, FileId, IdentityKey, MergeId, SessionId, UserId } from '../ids';
import type { ConsentRecord, PhoneRecord } from '../ports';

/**
 * open: written, nothing done · running: both users are its own, and it goes on to its end · done: all moved · settled: looked after once more · void: it never began.
 * undoing: being taken back, to its end · undone: all is back · apart: looked after once more. The two that are undone or apart are kept apart.
 */
export type MergeState = 'open' | 'running' | 'done' | 'settled' | 'void' | 'undoing' | 'undone' | 'apart';

/** What showed that the two are one person: the identity whose sign-in WeChat told the unionid for, or in which the code of the other session was handed over. */
export interface Evidence { identity: IdentityKey; appId: AppId; by: 'unionid' | 'link' }

export interface Merge {
  id: MergeId;
  state: MergeState;
  winner: UserId;
  loser: UserId;
  /** Each with her aliases at that moment: whoever of these is one with whoever of those is so by this merge. */
  winners: UserId[];
  losers: UserId[];
  evidence: Evidence;
  at: Ms;
  doneAt: Ms | null;
  /** Which operator took it back, and when. */
  undo: { by: string; at: Ms } | null;
  /** The app's own function heard that it is done; once it is taken back: that it is undone, and once more when that is looked after, since it may have heard of the merge meanwhile. */
  isTold: boolean;
}

export interface Journal {
  add(merge: Merge): Promise<boolean>;
  find(id: MergeId): Promise<Merge | null>;
  /** From one state to another; false when it is in another by now. */
  advance(id: MergeId, from: MergeState, to: MergeState, now: Ms): Promise<boolean>;
  /** done or settled → undoing; false when it is in another state. */
  takeBack(id: MergeId, undo: { by: string; at: Ms }): Promise<boolean>;
  /** The app's own function heard of it; nothing where it is in another state by now. */
  markTold(id: MergeId, states: readonly MergeState[]): Promise<void>;
  /** Those from before that are not over, or were not looked after once more, or never began; and settled ones that were done before `old`. The oldest first. */
  unfinished(before: Ms, old: Ms, most: number): Promise<Merge[]>;
  /** Those that are over and that the app's own function did not hear of, the oldest first. */
  untold(most: number): Promise<Merge[]>;
  /** Merges that one of them won or lost, the newest first. */
  of(users: readonly UserId[], most: number): Promise<Merge[]>;
  /** Some merge that made one of these one with one of those was taken back. */
  isKeptApart(these: readonly UserId[], those: readonly UserId[]): Promise<boolean>;
  /** Removes one that is settled or void. */
  forget(id: MergeId): Promise<void>;
}

/** Tells the app's own function (MERGE_HOOK), and waits so long for it; true when it heard. Never throws. */
export type MergeHook = (event: MergeEvent, patience: Ms) => Promise<boolean>;

export interface LinkedSession { userId: UserId; identity: IdentityKey; sid: SessionId }

/** Codes that link, by their hash. */
export interface Links {
  open(hash: string, from: LinkedSession, until: Ms): Promise<void>;
  /** From which session it is, and who took it; null where there is none, or its time is over. */
  find(hash: string, now: Ms): Promise<(LinkedSession & { takenBy: IdentityKey | null }) | null>;
  /** From which session it is; null where there is none, its time is over, or another identity took it. */
  take(hash: string, identity: IdentityKey, now: Ms): Promise<LinkedSession | null>;
}

/** What a merged user leaves to the other. `from`: whose it was at first. */
export interface Gift {
  nickname: { text: string; from: UserId } | null; avatar: { url: string; file: FileId | null; from: UserId } | null; phone: { record: PhoneRecord; from: UserId } | null;
  consents: ConsentRecord[]; aliases: UserId[];
}
