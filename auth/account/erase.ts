// Erases those whose waiting is over: what names the person goes, a tombstone stays so that she comes back as somebody new (SEC-75).
import { erasureEntry } from '../audit/chain';
import { record } from '../audit/record';
import type { End, RecordWorld } from '../audit/record';
import type { Invites } from '../invite/ports';
import { erasureKey } from '../ids';
import type { Clock, Identities, Unions, UserRecord, Users } from '../ports';
import type { Files } from '../profile/ports';
import { buryIdentity } from './bury';
import { eventsOf } from './history';
import type { Belongings } from './ports';

export interface EraseWorld extends RecordWorld { clock: Clock; identities: Identities; users: Users; unions: Unions; files: Files; belongings: Belongings; invites: Invites; indexKey: Buffer }

/** The picture could not be removed: its name stays, and the next run tries again. */
export class PictureLeft extends Error {
  readonly code = 'PictureLeft';
}

/** One user. Cut at any call it is found again and goes on; done twice it changes nothing (REL-07). @throws PictureLeft */
export async function eraseUser(world: EraseWorld, user: UserRecord, end: End): Promise<void> {
  const now = world.clock.now();
  if (user.status !== 'erased' && !(await world.users.beginErasure(user.id, now))) return; // she kept it at this moment
  const identities = (await world.users.findWithIdentities(user.id))?.identities ?? [];
  // What she did stays in the chain, without her: its rows are written first and lose her name with all others.
  const events = eventsOf(world.indexKey, identities).sort((a, b) => a.at - b.at);
  await record(world, [...events, erasureEntry(erasureKey(world.indexKey, user.id), now)], end);
  for (const id of [user.id, ...user.aliases]) {
    await world.audit.forget(id);
    await world.belongings.erase(id);
    await world.invites.erase(id);
  }
  // A picture that was not passed on is hers who was merged.
  for (const alias of user.aliases) {
    const picture = (await world.users.findWithIdentities(alias))?.user.avatarFile ?? null;
    if (picture !== null && picture !== user.avatarFile && !(await world.files.remove([picture]))) throw new PictureLeft('A picture could not be removed from storage.');
    await world.users.eraseAlias(alias);
  }
  for (const identity of identities) await buryIdentity(world, identity);
  if (user.avatarFile !== null && !(await world.files.remove([user.avatarFile]))) throw new PictureLeft('A picture could not be removed from storage.');
  await world.users.endErasure(user.id);
}
