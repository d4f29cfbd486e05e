// How often reports may cause a question to WeChat: read off what stands in the row, which the lease compares, so that any number at once share one count.
import type { Ms } from '../../contract/reply';
import { ASK_AGAIN_MS, FORCED_PER_CALLER, FORCED_WINDOW_MS, REPORTED_MOST, REPORTED_WINDOW_MS, forcedFreeAt } from './lifetime';
import type { CredentialRecord, Renewal } from './ports';

/** When a report of the current value by this caller is free again; null: now. */
export function reportFreeAt(record: CredentialRecord, by: string, now: Ms): Ms | null {
  const own = record.renewals.filter((each) => each.by === by && each.why !== 'due' && each.at <= now);
  return freeAfter(own, REPORTED_MOST, REPORTED_WINDOW_MS, now) ?? freeAfter(own.filter(({ why }) => why === 'forced'), FORCED_PER_CALLER, FORCED_WINDOW_MS, now) ?? confirmedUntil(record, now);
}

function freeAfter(renewals: readonly Renewal[], most: number, window: number, now: Ms): Ms | null {
  const oldest = renewals.filter(({ at }) => at > now - window)[most - 1];
  return oldest === undefined ? null : oldest.at + window;
}

/** For a report, WeChat gave this very value once more a moment ago, and cannot be forced yet: asking again would tell nothing new. */
function confirmedUntil({ current, forced, renewals }: CredentialRecord, now: Ms): Ms | null {
  const forcedFree = forcedFreeAt(forced, now);
  const isConfirmed = current !== null && current.obtainedAt > (renewals[0]?.at ?? 0) && current.obtainedAt <= now && now < current.obtainedAt + ASK_AGAIN_MS;
  return forcedFree !== null && isConfirmed ? Math.min(forcedFree, current.obtainedAt + ASK_AGAIN_MS) : null;
}
