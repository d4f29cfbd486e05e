// What a timer does: moves events into the audit chain, erases whose time has come, sweeps what has expired.
import { entryOf } from '../audit/chain';
import type { AuditHead } from '../audit/ports';
import { record } from '../audit/record';
import { indexKeyFingerprint } from '../ids';
import type { Alarm } from '../ports';
import { eraseDue } from './erase';
import type { EraseWorld } from './erase';
import type { Expiring } from './ports';

export interface HousekeepingWorld extends EraseWorld { expiring: Expiring; indexKey: Buffer; alarm: Alarm }
export interface Housekept { chained: number; erased: number; swept: number; head: AuditHead | null }

/** Younger events stay: another instance may still be writing one of the same moment. */
const SETTLED_MS = 60_000;
const MOST_IDENTITIES = 50;
const MOST_SWEPT = 100;

/** Safe to run twice, at once, and to be cut off: what it did not reach stays for the next run (REL-07). */
export async function keepHouse(world: HousekeepingWorld, isTimeLeft: () => boolean): Promise<Housekept> {
  await noticeOtherIndexKey(world);
  const { chained, head } = await chainEvents(world, await world.audit.head(), isTimeLeft);
  const erasure = await eraseDue(world, head, isTimeLeft);
  return { chained, erased: erasure.erased, swept: isTimeLeft() ? await sweep(world) : 0, head: erasure.head };
}

/** Cut between the two, an event is found in the chain at the next run, and only dropped. */
async function chainEvents(world: HousekeepingWorld, start: AuditHead | null, isTimeLeft: () => boolean): Promise<{ chained: number; head: AuditHead | null }> {
  const before = world.clock.now() - SETTLED_MS;
  let [chained, head]: [number, AuditHead | null] = [0, start];
  for (const identity of await world.identities.withEvents(before, MOST_IDENTITIES)) {
    if (!isTimeLeft()) break;
    const settled = identity.events.filter(({ at }) => at < before);
    head = await record(world, settled.map((event) => entryOf(identity, event)), head);
    await world.identities.dropEvents(identity.key, settled.map(({ at }) => at));
    chained += settled.length;
  }
  return { chained, head };
}

async function sweep(world: HousekeepingWorld): Promise<number> {
  const expired = await world.expiring.expired(world.clock.now(), MOST_SWEPT);
  for (const id of expired) await world.expiring.remove(id);
  return expired.length;
}

/** Under another key the same person would become a second user and no phone number would be found. */
async function noticeOtherIndexKey(world: HousekeepingWorld): Promise<void> {
  const other = await world.users.ofAnotherIndexKey(indexKeyFingerprint(world.indexKey));
  if (other !== null) world.alarm('index-key-changed', { sentence: 'INDEX_KEY is not the one that users were written under; put the old one back: it is never rotated.', user: other });
}
