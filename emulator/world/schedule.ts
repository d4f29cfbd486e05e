// When a timer is due: seven fields 秒 分 时 日 月 星期 年 in China's time; 日 and 星期 both set mean either.
import { Cron } from 'croner';

/** Moments in milliseconds; null: none. */
export interface Schedule {
  /** The first after `moment`. */
  next(moment: number): number | null;
  /** The last that is not after `moment`. */
  latest(moment: number): number | null;
}

const NUMBER_OR_NAME = '(?:\\d{1,4}|[A-Za-z]{3})';
const PART = `(?:\\*|${NUMBER_OR_NAME}(?:-${NUMBER_OR_NAME})?)(?:/\\d+)?`;
/** WeChat knows `, - * /`, numbers and names; croner knows more (L, W, #, ?, +), which would not be deployed. */
const FIELD = new RegExp(`^${PART}(?:,${PART})*$`);
const FIELDS = 7;
const YEARS = { from: Date.UTC(1970, 0, 2), to: Date.UTC(2099, 11, 30) };

/** @throws Error saying what is wrong */
export function readSchedule(config: string): Schedule {
  const fields = config.trim().split(/\s+/);
  if (fields.length !== FIELDS) throw new Error(`${JSON.stringify(config)} has ${fields.length} fields and not the 7 of 秒 分 时 日 月 星期 年`);
  const odd = fields.find((field) => !FIELD.test(field));
  if (odd !== undefined) throw new Error(`${JSON.stringify(config)}: ${odd} is no field of numbers, names and , - * /`);
  const cron = new Cron(fields.join(' '), { paused: true, timezone: 'Asia/Shanghai', mode: '7-part', sloppyRanges: true });
  return {
    next: (moment) => (isWithin(moment) ? (cron.nextRun(new Date(moment))?.getTime() ?? null) : null),
    // croner looks strictly before, and takes a part of a second for none.
    latest: (moment) => (isWithin(moment) ? (cron.previousRuns(1, new Date(Math.floor(moment / 1000) * 1000 + 1000))[0]?.getTime() ?? null) : null),
  };
}

/** The clock can be set to where no year of a timer is. */
function isWithin(moment: number): boolean {
  return moment > YEARS.from && moment < YEARS.to;
}
