// Documents that follow their user into a merge, and go back with her: each remembers whose it was at first.
import type { UserId } from '../../auth/ids';
import { updateAll } from './operations';
import type { Commands } from './operations';

/** A document of a user. `mergedFrom`: whose it was before the first merge that it followed her into. */
export interface OwnedDocument { userId: string; mergedFrom?: string }

/** What else must hold of a document, and what else is written with it. */
export interface Along { where?: (command: Commands) => Record<string, unknown>; data?: (command: Commands) => Record<string, unknown> }

const NOTHING = (): Record<string, unknown> => ({});

/** Those that are one user's are another's. Repeated, it changes nothing. Calls: 2. */
export async function moveRows(collection: string, from: UserId, to: UserId, { where = NOTHING, data = NOTHING }: Along = {}): Promise<void> {
  await updateAll(collection, (command) => ({ userId: from, mergedFrom: command.exists(false), ...where(command) }), (command) => ({ userId: to, mergedFrom: from, ...data(command) }));
  await updateAll(collection, (command) => ({ userId: from, mergedFrom: command.exists(true), ...where(command) }), (command) => ({ userId: to, ...data(command) }));
}

/** Those that were hers, and her aliases', are hers again, wherever they are. Repeated, it changes nothing. Calls: 1; 2 with aliases. */
export async function giveBackRows(collection: string, to: UserId, aliases: readonly UserId[], { where = NOTHING, data = NOTHING }: Along = {}): Promise<void> {
  await updateAll(collection, (command) => ({ mergedFrom: to, ...where(command) }), (command) => ({ userId: to, mergedFrom: command.remove(), ...data(command) }));
  if (aliases.length > 0) await updateAll(collection, (command) => ({ mergedFrom: command.in([...aliases]), userId: command.neq(to), ...where(command) }), (command) => ({ userId: to, ...data(command) }));
}
