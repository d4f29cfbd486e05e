// What merging asks of the world beside users, identities and unions: a journal, in which each merge stands before it begins.
import type { Ms } from '../../contract/reply';
import type { AppId, IdentityKey, MergeId, SessionId, UserId } from '../ids';

/** open: written, nothing done · running: both users are its own, and it goes on to its end · done: all moved · settled: looked after once more · void: it never began. */
export type MergeState = 'open' | 'running' | 'done' | 'settled' | 'void';

export interface Merge {
  id: MergeId;
  state: MergeState;
  winner: UserId;
  loser: UserId;
  /** The identity whose sign-in showed that the two are one person. */
  evidence: { identity: IdentityKey; appId: AppId };
  at: Ms;
  doneAt: Ms | null;
}

export interface Journal {
  add(merge: Merge): Promise<boolean>;
  find(id: MergeId): Promise<Merge | null>;
  /** From one state to another; false when it is in another by now. */
  advance(id: MergeId, from: MergeState, to: MergeState, now: Ms): Promise<boolean>;
  /** Merges that were written before and are open or running, and those done before that are not settled. */
  unfinished(before: Ms, most: number): Promise<Merge[]>;
}

export interface LinkedSession { userId: UserId; identity: IdentityKey; sid: SessionId }

/** Codes that link, by their hash. */
export interface Links {
  open(hash: string, from: LinkedSession, until: Ms): Promise<void>;
  /** From which session it is; null where there is none, its time is over, or another identity took it. */
  take(hash: string, identity: IdentityKey, now: Ms): Promise<LinkedSession | null>;
}
