// The part of a page's data that follows from its view: the sentence for a refusal, and whether a retry is offered.
import type { Ms } from '../../contract/reply';
import type { Words } from '../i18n/dictionary';
import { fill } from '../i18n/fill';
import { exactMomentIn } from '../i18n/moment';
import { mayRetry, type Refused, type View } from './view';

export interface Shown { view: View; refusalText: string; canRetry: boolean }

/** What a page begins with. */
export const NOTHING_SHOWN: Shown = { view: { name: 'idle', user: null }, refusalText: '', canRetry: false };

export function shown(view: View, words: Words, now: Ms): Shown {
  return { view, canRetry: mayRetry(view), refusalText: view.name === 'refused' ? sentence(view, words, now) : '' };
}

const MINUTE = 60_000;

function sentence({ code, retry, retryAt }: Refused, words: Words, now: Ms): string {
  if (code === 'rate-limited' && retryAt !== null) {
    // Clocks show no seconds: the next full minute is surely late enough.
    return fill(words.refusedUntil, { moment: exactMomentIn(words.devices.moment, Math.ceil(retryAt / MINUTE) * MINUTE, now) });
  }
  return code === 'consent-required' && retry === 'never' ? words.privacy.tooOld : words.refusals[code];
}
