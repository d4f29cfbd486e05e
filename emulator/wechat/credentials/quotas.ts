// How often an app may fetch its credentials, by WeChat's day and minute.
import type { State } from '../state';
import { DAY, MINUTE, openSweeper, SHELF_PREFIX } from '../state';

const PREFIX = `${SHELF_PREFIX}credential-calls/`;
/** A day begins at midnight in China. */
const CHINA_OFFSET = 8 * 60 * MINUTE;
/** cgi-bin/token 2,000 by default; stable_token 500,000, of which 20 by force. @see 获取接口调用凭据, 获取稳定版接口调用凭据, developers.weixin.qq.com */
const PER_DAY: Readonly<Partial<Record<Counted, number>>> = { token: 2000, stableToken: 500_000, forced: 20 };
const STABLE_PER_MINUTE = 10_000;
const DAY_QUOTA_REACHED = 45009;
const MINUTE_QUOTA_REACHED = 45011;

export interface CallCounts { token: number; stableToken: number; forced: number; getticket: number }
export type Counted = keyof CallCounts;
interface CallsOfDay { day: number; counts: CallCounts; /** Of stable_token. */ minute: { minute: number; count: number } }

export interface Quotas {
  /** Calls that were answered with a credential. */
  today(appid: string): CallCounts;
  /** Counts one; above a quota it answers the errcode and counts nothing. */
  count(appid: string, what: Counted): number | null;
}

export function openQuotas({ clock, shelf }: Pick<State, 'clock' | 'shelf'>): Quotas {
  const thisDay = () => Math.floor((clock.now() + CHINA_OFFSET) / DAY);
  const keyOf = (appid: string, day: number) => `${PREFIX}${appid}/${day}`;
  // The simulated clock may go back over midnight: the days beside this one stay.
  const sweep = openSweeper<CallsOfDay>({ clock, shelf }, PREFIX, ({ day }) => Math.abs(day - thisDay()) > 1);

  function read(appid: string): CallsOfDay {
    const day = thisDay();
    return (shelf.get(keyOf(appid, day)) as CallsOfDay | undefined) ?? { day, counts: { token: 0, stableToken: 0, forced: 0, getticket: 0 }, minute: { minute: 0, count: 0 } };
  }

  return {
    today: (appid) => read(appid).counts,
    count(appid, what) {
      sweep();
      const { day, counts, minute: last } = read(appid);
      const minute = Math.floor(clock.now() / MINUTE);
      const inMinute = (last.minute === minute ? last.count : 0) + (what === 'stableToken' ? 1 : 0);
      if (counts[what] >= (PER_DAY[what] ?? Number.POSITIVE_INFINITY)) return DAY_QUOTA_REACHED;
      if (inMinute > STABLE_PER_MINUTE) return MINUTE_QUOTA_REACHED;
      shelf.put(keyOf(appid, day), { day, counts: { ...counts, [what]: counts[what] + 1 }, minute: { minute, count: inMinute } } satisfies CallsOfDay);
      return null;
    },
  };
}
