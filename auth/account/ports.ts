// What the life of an account asks of the world beside its users and identities.
import type { Ms } from '../../contract/reply';
import type { UserId } from '../ids';

/** Documents that live until a moment: budgets, nonces of servers. */
export interface Expiring {
  /** Removes those whose time is over; how many. */
  sweep(now: Ms): Promise<number>;
}

/** What functions of the app's own keep under a user's id: it is exported and erased with her. */
export interface Belongings {
  all(userId: UserId): Promise<object>;
  /** What was one user's is another's; each document remembers whose it was, so that it can go back. */
  move(from: UserId, to: UserId): Promise<void>;
  /** What was hers, and her aliases', is hers again; what was written since stays. */
  giveBack(to: UserId, aliases: readonly UserId[]): Promise<void>;
  /** All of it, in a number of calls that does not grow with it. */
  erase(userId: UserId): Promise<void>;
}
