// Says when something was, the way people do: today and yesterday by the hour, before that by the date.
import type { Ms } from '../../contract/reply';
import { fill } from './fill';

export interface MomentWords { today: string; yesterday: string; thisYear: string; otherYear: string; months: readonly string[] }

/** By the calendar and clock of this phone. Spelled here, since not every phone's engine brings `Intl`. */
export function momentIn(words: MomentWords, at: Ms, now: Ms): string {
  const then = new Date(at);
  return fill(sentence(words, then, new Date(now)), {
    time: `${twoDigits(then.getHours())}:${twoDigits(then.getMinutes())}`,
    day: String(then.getDate()), month: words.months[then.getMonth()] ?? '', year: String(then.getFullYear()),
  });
}

function sentence(words: MomentWords, then: Date, now: Date): string {
  if (isSameDay(then, now)) return words.today;
  // Not 24 hours less: the day before a change of the clocks is 23 or 25 hours away.
  if (isSameDay(then, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return words.yesterday;
  return then.getFullYear() === now.getFullYear() ? words.thisYear : words.otherYear;
}

function isSameDay(one: Date, other: Date): boolean {
  return one.getFullYear() === other.getFullYear() && one.getMonth() === other.getMonth() && one.getDate() === other.getDate();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
