// What the app's own functions keep under a user's id. A collection of yours joins here, and is exported and erased with its user.
import type { Belongings } from '../../auth/account/ports';
import { notes } from './notes';

export const belongings: Belongings = {
  all: (userId) => notes.allOf(userId),
  move: (from, to) => notes.moveOf(from, to),
  giveBack: (to, aliases) => notes.giveBackTo(to, aliases),
  erase: (userId) => notes.eraseOf(userId),
};
