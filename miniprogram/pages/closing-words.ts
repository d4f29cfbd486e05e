// Says until when a closed account can be kept, where the person has one.
import type { Ms } from '../../contract/reply';
import type { Words } from '../i18n/dictionary';
import { fill } from '../i18n/fill';
import { momentIn } from '../i18n/moment';
import { waitingOf } from '../services/closing';
import type { Account } from '../services/storage';

/** '' where no account waits. */
export function closingUntil(account: Account, words: Words, now: Ms): string {
  const waiting = waitingOf(account);
  if (waiting === null) return '';
  return waiting.erasedAt === null ? words.account.waitingSomeDay : fill(words.account.waitingUntil, { date: momentIn(words.devices.moment, waiting.erasedAt, now) });
}
