// What the centre's timer does: renews what is due, before anybody asks for it; says that time passes; puts reported renewals into the audit.
import type { Ms } from '../../contract/reply';
import { record as recordInAudit } from '../audit/record';
import type { RecordWorld } from '../audit/record';
import type { Failed } from '../ports';
import { tokenRenewalEntry } from './audit';
import { TOUCH_MS, isDue } from './lifetime';
import type { CredentialId, CredentialRecord } from './ports';
import { renew } from './renew';
import type { RenewWorld } from './renew';

/** What a warm instance knows of the next time that anything is to be done. */
export interface Watch { lookedAt: Ms; lookAt: Ms }
export interface KeepWarmWorld extends RenewWorld, RecordWorld { failed: Failed; watch: Watch }
export interface KeptWarm { looked: boolean; renewed: number; chained: number }

export const newWatch = (): Watch => ({ lookedAt: 0, lookAt: 0 });

/** Calls: 0 while a warm instance knows that nothing is due, else 1 and what each one due costs. Safe to run twice and to be cut off. */
export async function keepWarm(world: KeepWarmWorld): Promise<KeptWarm> {
  const now = world.clock.now();
  if (world.watch.lookedAt <= now && now < world.watch.lookAt) return { looked: false, renewed: 0, chained: 0 };
  // What was configured once and is no more stays as it is.
  const rows = (await world.credentials.all()).filter(({ id }) => world.apps.has(id.appId));
  const due = wanted(world, rows).filter((id) => { const row = find(rows, id); return row === null || isDue(row, now); });
  const renewed = await Promise.all(due.map((id) => renewOne(world, id)));
  for (const row of rows.filter(({ seenAt }) => now - seenAt >= TOUCH_MS)) await world.credentials.touch(row.id, now);
  const chained = await chain(world, rows);
  Object.assign(world.watch, { lookedAt: now, lookAt: due.length > 0 || chained > 0 ? now : Math.min(now + TOUCH_MS, ...rows.map(({ renewAt }) => renewAt)) });
  return { looked: true, renewed: renewed.filter(Boolean).length, chained };
}

/** Every app's access_token; a ticket only where it was asked for once. */
function wanted({ apps, sourceOf }: KeepWarmWorld, rows: readonly CredentialRecord[]): CredentialId[] {
  const tokens = [...apps.values()].filter((app) => sourceOf(app, 'access-token') !== null).map(({ appId }): CredentialId => ({ appId, kind: 'access-token' }));
  return [...tokens, ...rows.map(({ id }) => id).filter(({ kind }) => kind !== 'access-token')];
}

function find(rows: readonly CredentialRecord[], { appId, kind }: CredentialId): CredentialRecord | null {
  return rows.find(({ id }) => id.appId === appId && id.kind === kind) ?? null;
}

async function renewOne(world: KeepWarmWorld, id: CredentialId): Promise<boolean> {
  try {
    return (await renew(world, id, { why: 'due', by: 'timer' })).ok;
  } catch (error) {
    world.failed('app token', error);
    return false;
  }
}

/** Renewals that a report caused. Cut between the two, they are found in the chain at the next run, and passed over. */
async function chain(world: KeepWarmWorld, rows: readonly CredentialRecord[]): Promise<number> {
  let chained = 0;
  for (const { id, renewals, chained: through } of rows) {
    const reported = renewals.filter(({ fence, why }) => fence > through && why !== 'due').reverse();
    const last = reported.at(-1);
    if (last === undefined) continue;
    await recordInAudit(world, reported.map((renewal) => tokenRenewalEntry(id, renewal)));
    await world.credentials.markChained(id, last.fence);
    chained += reported.length;
  }
  return chained;
}
