// The person's phone number: what WeChat's button gave, exchanged by the cloud.
import type { User } from '../../contract/doors';
import type { CallFunction } from './cloud';
import type { Consents } from './consent';
import { withRecentSignIn } from './recent-sign-in';
import type { Answer, Session } from './session';

export interface PhoneNumberPorts { callFunction: CallFunction; session: Session; consents: Consents }

export interface PhoneNumber {
  /** `code`: of the button, for one exchange within five minutes. Another number than the one that stands wants a recent sign-in. @throws Offline */
  bind(code: string): Promise<Answer<User>>;
}

export function openPhoneNumber({ callFunction, session, consents }: PhoneNumberPorts): PhoneNumber {
  return {
    async bind(code) {
      const answer = await withRecentSignIn(session, () => consents.storing((accessToken, given) => callFunction('profile', { action: 'bind-phone', accessToken, code, ...given })));
      if (answer.kind !== 'value') return answer;
      session.remember(answer.value.user);
      return { kind: 'value', value: answer.value.user };
    },
  };
}

/** `e.detail` of the button: a code, or why there is none. */
export interface PhoneDetail { code?: string; errMsg: string; errno?: number }

/** `denied`: she said no, or has no number to give; she knows, so nothing is said. */
export type NoNumber = 'denied' | 'quota' | 'privacy' | 'unavailable';

const QUOTA_USED_UP = 1400001;
const PRIVACY_NOT_AGREED = 104;

export function whyNoNumber({ errMsg, errno }: PhoneDetail): NoNumber {
  if (errno === QUOTA_USED_UP) return 'quota';
  if (errno === PRIVACY_NOT_AGREED || /privacy permission is not authorized/.test(errMsg)) return 'privacy';
  return /user deny|cancel/.test(errMsg) ? 'denied' : 'unavailable';
}
