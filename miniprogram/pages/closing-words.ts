// Says until when a closed account can be kept, where the person has one, and keeps it.
import type { Ms } from '../../contract/reply';
import type { AccountWords } from '../i18n/account';
import type { Words } from '../i18n/dictionary';
import { fill } from '../i18n/fill';
import { momentIn } from '../i18n/moment';
import { type Kept, waitingOf } from '../services/closing';
import type { Answer, Session } from '../services/session';
import type { Account } from '../services/storage';

/** `until` is '' where no account waits. */
export interface ClosingWords { until: string; waitingText: string }

export function closingWords(account: Account, words: Words, now: Ms): ClosingWords {
  const waiting = waitingOf(account);
  if (waiting === null) return { until: '', waitingText: '' };
  if (waiting.erasedAt === null) return { until: words.account.waitingSomeDay, waitingText: words.account.waitingTextSomeDay };
  return { until: fill(words.account.waitingUntil, { date: momentIn(words.devices.moment, waiting.erasedAt, now) }), waitingText: words.account.waitingText };
}

/** `result` is '' where the page's view tells why not; `resultIsBad`: the account is gone. */
export interface Keeping { answer: Answer<Kept>; said: { result: string; resultIsBad: boolean } }

/** Keeps the account that waits, and tells what came of it. After its date nothing is asked of the cloud. */
export async function keep(session: Session, words: AccountWords): Promise<Keeping> {
  const account = session.account();
  if (account.kind === 'never') return { answer: account, said: { result: words.erased, resultIsBad: true } };
  const answer = await session.keepAccount();
  if (answer.kind !== 'value') return { answer, said: { result: '', resultIsBad: false } };
  const { isNew } = answer.value;
  return { answer, said: { result: isNew ? words.keptTooLate : words.kept, resultIsBad: isNew } };
}
