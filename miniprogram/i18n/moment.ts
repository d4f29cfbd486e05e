// Says when something was or will be, the way people do: today and yesterday by the hour, before that by the date.
import type { Ms } from '../../contract/reply';
import { fill } from './fill';

export interface MomentWords { today: string; yesterday: string; tomorrow: string; thisYear: string; otherYear: string; months: readonly string[] }

/** By the calendar and clock of this phone. Spelled here, since not every phone's engine brings `Intl`. */
export function momentIn(words: MomentWords, at: Ms, now: Ms): string {
  const then = new Date(at);
  return fill(sentence(words, then, new Date(now)), {
    time: timeOf(then),
    day: String(then.getDate()), month: words.months[then.getMonth()] ?? '', year: String(then.getFullYear()),
  });
}

/** With the hour for every day, and for tomorrow, too. */
export function exactMomentIn(words: MomentWords, at: Ms, now: Ms): string {
  const then = new Date(at);
  const time = timeOf(then);
  const said = isSameDay(then, daysFrom(new Date(now), 1)) ? fill(words.tomorrow, { time }) : momentIn(words, at, now);
  return said.includes(time) ? said : `${said} ${time}`;
}

function sentence(words: MomentWords, then: Date, now: Date): string {
  if (isSameDay(then, now)) return words.today;
  // Not 24 hours less: the day before a change of the clocks is 23 or 25 hours away.
  if (isSameDay(then, daysFrom(now, -1))) return words.yesterday;
  return then.getFullYear() === now.getFullYear() ? words.thisYear : words.otherYear;
}

function daysFrom(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
}

function timeOf(then: Date): string {
  return `${twoDigits(then.getHours())}:${twoDigits(then.getMinutes())}`;
}

function isSameDay(one: Date, other: Date): boolean {
  return one.getFullYear() === other.getFullYear() && one.getMonth() === other.getMonth() && one.getDate() === other.getDate();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
