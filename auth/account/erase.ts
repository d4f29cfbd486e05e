// Erases those whose waiting is over: what names the person goes, a tombstone stays so that she comes back as somebody new (SEC-75).
import { erasureEntry } from '../audit/chain';
import type { AuditHead } from '../audit/ports';
import { record } from '../audit/record';
import type { RecordWorld } from '../audit/record';
import { erasureKey } from '../ids';
import type { Clock, Identities, Unions, UserRecord, Users } from '../ports';
import type { Files } from '../profile/ports';
import { buryIdentity } from './bury';
import { eventsOf } from './history';
import type { Belongings } from './ports';

export interface EraseWorld extends RecordWorld { clock: Clock; identities: Identities; users: Users; unions: Unions; files: Files; belongings: Belongings }

/** One user. Cut at any call it is found again and goes on; done twice it changes nothing (REL-07). */
export async function eraseUser(world: EraseWorld, user: UserRecord, head: AuditHead | null): Promise<AuditHead | null> {
  const now = world.clock.now();
  if (user.status !== 'erased' && !(await world.users.beginErasure(user.id, now))) return head; // she kept it at this moment
  const identities = (await world.users.findWithIdentities(user.id))?.identities ?? [];
  // What she did stays in the chain, without her: its rows are written first and lose her name with all others.
  const chained = await record(world, [...eventsOf(identities).sort((a, b) => a.at - b.at), erasureEntry(erasureKey(user.id), now)], head);
  await world.audit.forget(user.id);
  await world.belongings.erase(user.id);
  for (const identity of identities) await buryIdentity(world, identity);
  if (user.avatarFile !== null) await world.files.remove([user.avatarFile]);
  await world.users.endErasure(user.id);
  return chained;
}

/** So many in one run; the next run takes the next. */
const MOST_USERS = 20;

export async function eraseDue(world: EraseWorld, head: AuditHead | null, isTimeLeft: () => boolean): Promise<{ erased: number; head: AuditHead | null }> {
  let [erased, last]: [number, AuditHead | null] = [0, head];
  const due: UserRecord[] = await world.users.dueForErasure(world.clock.now(), MOST_USERS);
  for (const user of due) {
    if (!isTimeLeft()) break;
    last = await eraseUser(world, user, last);
    erased += 1;
  }
  return { erased, head: last };
}
