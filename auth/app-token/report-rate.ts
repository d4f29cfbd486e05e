// How often reports may cause a question to WeChat: read off what stands in the row, which the lease compares, so that any number at once share one count.
import type { Ms } from '../../contract/reply';
import { ASK_AGAIN_MS, FORCED_PER_CALLER, FORCED_WINDOW_MS, REPORTED_MOST, REPORTED_WINDOW_MS, forcedFreeAt } from './lifetime';
import type { CredentialRecord, Renewal } from './ports';

/** When a report of the current value by this caller may cause a question again; null: now. */
export function reportFreeAt(record: CredentialRecord, by: string, now: Ms): Ms | null {
  return freeAfter(causedBy(record, by, now), REPORTED_MOST, REPORTED_WINDOW_MS, now) ?? confirmedUntil(record, by, now);
}

/** When this caller's reports may force again; null: now. The day's budget is WeChat's, a part of it each caller's. */
export function forceFreeAt(record: CredentialRecord | null, by: string, now: Ms): Ms | null {
  if (record === null) return null;
  return forcedFreeAt(record.forced, now) ?? freeAfter(causedBy(record, by, now).filter(({ why }) => why === 'forced'), FORCED_PER_CALLER, FORCED_WINDOW_MS, now);
}

function causedBy({ renewals }: CredentialRecord, by: string, now: Ms): Renewal[] {
  return renewals.filter((each) => each.by === by && each.why !== 'due' && each.at <= now);
}

function freeAfter(renewals: readonly Renewal[], most: number, window: number, now: Ms): Ms | null {
  const oldest = renewals.filter(({ at }) => at > now - window)[most - 1];
  return oldest === undefined ? null : oldest.at + window;
}

/** For a report, WeChat gave this very value once more a moment ago, and it cannot be forced yet: asking again would tell nothing new. */
function confirmedUntil(record: CredentialRecord, by: string, now: Ms): Ms | null {
  const { current, renewals } = record;
  const isConfirmed = current !== null && current.obtainedAt > (renewals[0]?.at ?? 0) && current.obtainedAt <= now && now < current.obtainedAt + ASK_AGAIN_MS;
  return isConfirmed && forceFreeAt(record, by, now) !== null ? current.obtainedAt + ASK_AGAIN_MS : null;
}
