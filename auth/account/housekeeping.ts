// What a timer does: erases whose time has come, finishes what was cut, moves events into the audit chain, sweeps what is stale.
import { entryOf } from '../audit/chain';
import type { AuditHead } from '../audit/ports';
import { record } from '../audit/record';
import type { End } from '../audit/record';
import { indexKeyFingerprint } from '../ids';
import type { Alarm, Failed, Identity, UserRecord } from '../ports';
import { phoneBinding } from '../profile/phone-number';
import { IDLE_MS, SESSION_KEY_MS, WECHAT_TOKENS_MS } from '../session/limits';
import { goOn } from '../merge/go-on';
import { settleMerge, tellOf } from '../merge/settle';
import { UNDOABLE_MS } from '../merge/undo';
import type { MergeWorld } from '../merge/carry-out';
import { eraseUser } from './erase';
import type { EraseWorld } from './erase';
import type { Expiring } from './ports';
import { carryOut } from './state';

export interface HousekeepingWorld extends EraseWorld, MergeWorld { expiring: Expiring; alarm: Alarm; failed: Failed }
/** How many of each were done. */
export interface Housekept { erased: number; settled: number; merged: number; chained: number; swept: number; resealed: number; told: number; head: AuditHead | null }

/** Younger events and changes stay: whoever makes one may still be at it. */
const SETTLED_MS = 60_000;
const MOST = 50;

interface Shift { world: HousekeepingWorld; end: End; isTimeLeft: () => boolean }

/** Safe to run twice, at once, and to be cut off: what it did not reach, or what failed, stays for the next run (REL-07). */
export async function keepHouse(world: HousekeepingWorld, isTimeLeft: () => boolean): Promise<Housekept> {
  const shift: Shift = { world, end: { head: await world.audit.head() }, isTimeLeft };
  await noticeOtherIndexKey(world);
  const now = world.clock.now();
  return {
    erased: await each(shift, 'erasure', world.users.dueForErasure(now, MOST), (user) => eraseFree(shift, user)),
    settled: await each(shift, 'change of state', world.users.unsettled(now - SETTLED_MS, MOST), (id) => carryOut(world, id)),
    merged: await each(shift, 'merge', world.journal.unfinished(now - SETTLED_MS, now - UNDOABLE_MS, MOST), (merge) => settleMerge(world, merge)),
    chained: await chainEvents(shift, now - SETTLED_MS),
    swept: await sweep(shift),
    resealed: await each(shift, 'seal', world.users.sealedUnderOther(world.phoneSeal.kid, MOST), async ({ id, phone }) => {
      const number = phone === null ? null : world.phoneSeal.open(phone.sealed, phoneBinding(id));
      if (phone === null || number === null) throw new TypeError('A phone number is sealed under a key that SEAL_KEYS does not hold; put it back.');
      await world.users.reseal(id, phone.sealed, world.phoneSeal.close(number, phoneBinding(id)));
    }),
    told: await tellAll(shift),
    head: shift.end.head ?? null,
  };
}

/** One who is held by a merge, or its undoing, is somebody else's too until that is over: the next run erases her. */
async function eraseFree({ world, end }: Shift, user: UserRecord): Promise<void> {
  if (user.merging === null) await eraseUser(world, user, end);
  else await goOn(world, user.merging, user.id);
}

/** Last, and not after one that did not answer: the app's own function keeps nobody from anything. */
async function tellAll(shift: Shift): Promise<number> {
  if (shift.world.mergeHook === null) return 0;
  let isSilent = false;
  return each({ ...shift, isTimeLeft: () => !isSilent && shift.isTimeLeft() }, 'merge hook', shift.world.journal.untold(MOST), async (merge) => {
    isSilent = true;
    await tellOf(shift.world, merge);
    isSilent = false;
  });
}

/** One that fails is told, and does not keep the others from their turn. */
async function each<T>({ world, isTimeLeft }: Shift, what: string, found: Promise<T[]>, run: (item: T) => Promise<void>): Promise<number> {
  let done = 0;
  for (const item of await found) {
    if (!isTimeLeft()) break;
    try {
      await run(item);
      done += 1;
    } catch (error) {
      world.failed(what, error);
    }
  }
  return done;
}

/** Page by page: what was moved is not found again. Cut between the two, an event is found in the chain at the next run, and only dropped. */
async function chainEvents(shift: Shift, before: number): Promise<number> {
  const { world, end, isTimeLeft } = shift;
  let chained = 0;
  const move = async (identity: Identity): Promise<void> => {
    const settled = identity.events.filter(({ at }) => at < before);
    await record(world, settled.map((event) => entryOf(world.indexKey, identity, event)), end);
    await world.identities.dropEvents(identity.key, settled.map(({ at }) => at));
    chained += settled.length;
  };
  for (let moved = MOST; moved === MOST && isTimeLeft();) moved = await each(shift, 'audit', world.identities.withEvents(before, MOST), move);
  return chained;
}

/** Expired documents, session keys older than three days, WeChat's tokens older than thirty, sessions idle for thirty. */
async function sweep(shift: Shift): Promise<number> {
  const { world } = shift;
  const now = world.clock.now();
  const stale = { keys: now - SESSION_KEY_MS, tokens: now - WECHAT_TOKENS_MS, used: now - IDLE_MS };
  return await world.expiring.sweep(now) + await each(shift, 'sweep', world.identities.withStale(stale, MOST), (key) => world.identities.dropStale(key, stale));
}

/** Under another key the same person would become a second user and no phone number would be found. */
async function noticeOtherIndexKey(world: HousekeepingWorld): Promise<void> {
  if ((await world.users.ofAnotherIndexKey(indexKeyFingerprint(world.indexKey))) === null) return;
  world.alarm('index-key-changed', { sentence: 'INDEX_KEY is not the one that users were written under; put the old one back: it is never rotated.' });
}
