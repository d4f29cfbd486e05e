// Renews one credential: one holder asks WeChat at a time, whoever comes late writes nothing, whoever waits gets what the holder got.
import type { Empty, Ms } from '../../contract/reply';
import type { AppId } from '../ids';
import type { Alarm, AppSettings, Clock, Pause, Random } from '../ports';
import { accept, refuse, refuseUntil } from '../result';
import type { Result } from '../result';
import { ask } from './ask';
import { LEASE_MS, isDue, isLeased, isLiving, restsUntil } from './lifetime';
import type { CredentialId, CredentialRecord, CredentialSource, Credentials, DeadReport } from './ports';
import { reportFreeAt } from './report-rate';
import { hashOf, open } from './sealed';
import type { Seal } from '../keys';

export interface RenewWorld {
  clock: Clock; pause: Pause; random: Random; alarm: Alarm;
  /** Says what was done, for whoever searches the log. */
  note: Alarm;
  apps: ReadonlyMap<AppId, AppSettings>; credentials: Credentials; credentialSeal: Seal;
  /** The interface that hands out this credential; null: this app has none of the kind. */
  sourceOf(app: AppSettings, kind: CredentialId['kind']): CredentialSource | null;
}

/** `reported`: WeChat refused this very value. */
export type Cause = { by: string } & ({ why: 'due' } | { why: 'reported' } & DeadReport);

/** Nobody waits longer for another holder than its lease and one more question to WeChat. */
const PATIENCE_MS = 8000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/**
 * Refuses: not-found (no such app, or of a kind that has none), wechat-busy, wechat-unavailable; rate-limited for reports that would renew too often.
 * Calls: 1 where nothing is due or another holds the lease of a living value; 3 and one question to WeChat where it renews.
 */
export async function renew(world: RenewWorld, id: CredentialId, cause: Cause): Promise<Result<Empty>> {
  const app = world.apps.get(id.appId);
  const source = app === undefined ? null : world.sourceOf(app, id.kind);
  if (app === undefined || source === null) return refuse('not-found', 'No app of this id has a credential of this kind: WECHAT_APPS names the apps, and a website has none.');
  for (let waited = 0; waited < PATIENCE_MS;) {
    const now = world.clock.now();
    const record = await world.credentials.find(id);
    const next = judge(world, record, cause, now);
    if (typeof next !== 'string') return next;
    if (next === 'wait') {
      waited += await pauseAgain(world, waited);
      continue;
    }
    await source.prepare(app);
    const leasedAt = world.clock.now();
    const fence = await world.credentials.lease(id, record, { until: leasedAt + LEASE_MS, now: leasedAt, endpoint: source.endpoint });
    const held = fence === null ? null : await ask(world, { id, app, source, fence, record }, cause);
    if (held !== null) return held;
    waited += FIRST_PAUSE_MS;
  }
  return refuse('wechat-busy', 'Another holder is still asking WeChat; ask again.');
}

/** What stands in the row decides: an answer, or whether to wait for the holder or to become it. */
function judge(world: RenewWorld, record: CredentialRecord | null, cause: Cause, now: Ms): Result<Empty> | 'wait' | 'ask' {
  if (record === null) return cause.why === 'reported' ? accept({}) : 'ask';
  if (isSatisfied(world, record, cause, now)) return accept({});
  if (isLeased(record, now)) return cause.why === 'due' && isLiving(record, now) ? accept({}) : 'wait';
  if (restsUntil(record, now) !== null) return cause.why === 'due' && isLiving(record, now) ? accept({}) : unavailable();
  const free = cause.why === 'reported' ? reportFreeAt(record, cause.by, now) : null;
  return free === null ? 'ask' : refuseUntil('rate-limited', 'This token was renewed for reports too often, or too short a time ago; find out who else renews tokens of this app.', free);
}

/** A report is satisfied by any other value than the one that failed: the one before, or one that nobody here knows, causes nothing (REL-13). */
function isSatisfied({ credentialSeal }: RenewWorld, record: CredentialRecord, cause: Cause, now: Ms): boolean {
  const value = open(credentialSeal, record.id, record.current);
  return cause.why === 'due' ? !isDue(record, now) && value !== null : value === null || hashOf(value) !== cause.failedHash;
}

async function pauseAgain({ pause, random }: RenewWorld, waited: number): Promise<number> {
  const milliseconds = Math.floor(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS + waited / 2) * (0.5 + random.fraction() / 2));
  await pause(milliseconds);
  return milliseconds;
}

export function unavailable(): Result<never> {
  return refuse('wechat-unavailable', 'WeChat gives no token at present; the alarm line of the function app-token says why.');
}
