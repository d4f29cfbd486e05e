// Reports a dead token to the centre once, however many found it dead.
import type { AppToken, TokenReport } from '../../../contract/app-token';
import { AppTokenRefused } from './errors';
import { SHORTEST_USE_MILLISECONDS } from './memory';
import type { Source } from './source';

export interface Reporting {
  tokens: Source<AppToken>;
  monotonic: () => number;
  send(appId: string, report: TokenReport): Promise<AppToken>;
}

/** The answer to the first report of a value, and until when it answers the others. */
interface Reported { failed: string; answer: Promise<AppToken>; until: number }

/** What was just reported is not reported again: WeChat renews no sooner by force. */
const REPORT_COUNTS_FOR_MILLISECONDS = 30_000;

export function reportOnce({ tokens, monotonic, send }: Reporting): (appId: string, report: TokenReport) => Promise<AppToken> {
  const reports = new Map<string, Reported>();

  function first(appId: string, report: TokenReport): Promise<AppToken> {
    const reported: Reported = { failed: report.appAccessToken, answer: tokens.replace(appId, () => send(appId, report)), until: Number.POSITIVE_INFINITY };
    reports.set(appId, reported);
    return settle(appId, reported);
  }

  async function settle(appId: string, reported: Reported): Promise<AppToken> {
    try {
      const { appAccessToken } = await reported.answer;
      reported.until = monotonic() + REPORT_COUNTS_FOR_MILLISECONDS;
      // The centre has no other one yet: it is asked again soon.
      if (appAccessToken === reported.failed) tokens.memory.hold(appId, SHORTEST_USE_MILLISECONDS);
    } catch (error) {
      reported.until = error instanceof AppTokenRefused ? monotonic() + tokens.pauseAfter(error) : 0;
    }
    return reported.answer;
  }

  return async (appId, report) => {
    const kept = tokens.memory.alive(appId);
    // Another was fetched since: the report comes late.
    if (kept && kept.appAccessToken !== report.appAccessToken) return tokens.get(appId);
    const known = reports.get(appId);
    return known?.failed === report.appAccessToken && monotonic() < known.until ? known.answer : first(appId, report);
  };
}
