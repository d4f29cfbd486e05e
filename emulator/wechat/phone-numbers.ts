// Phone numbers as WeChat gives them, and the codes that stand for one: five minutes, once, and only for their app.
import { splitPhone } from './calling-codes';
import { newPhoneCode } from './identifiers';
import type { State } from './state';
import { MINUTE, openSweeper, SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}phonecode/`;
/** 每个 code 有效期为 5 分钟，只能使用一次. @see 手机号快速验证组件, developers.weixin.qq.com */
const CODE_LIFETIME = 5 * MINUTE;
/** Numbers of the mainland are written without it. */
const MAINLAND = '86';

export interface PhoneInfo { phoneNumber: string; purePhoneNumber: string; countryCode: string; watermark: { timestamp: number; appid: string } }
interface IssuedPhoneCode { code: string; appid: string; person: string; info: PhoneInfo; issuedAt: number }

export interface PhoneCodes {
  issue(appid: string, person: string, info: PhoneInfo): string;
  /** Null when unknown, used or expired: WeChat does not tell these apart. */
  find(code: string): IssuedPhoneCode | null;
  markUsed(issued: IssuedPhoneCode): void;
}

/** A foreign number keeps its area code, as +852…: said so in WeChat's community; the vendor prints only a mainland sample. The time is that of the tap. */
export function phoneInfoOf(phone: string, appid: string, now: number): PhoneInfo {
  const { countryCode, national } = splitPhone(phone);
  const phoneNumber = countryCode === MAINLAND ? national : phone;
  return { phoneNumber, purePhoneNumber: national, countryCode, watermark: { timestamp: Math.floor(now / 1000), appid } };
}

function isExpired(issued: IssuedPhoneCode, now: number): boolean {
  return now >= issued.issuedAt + CODE_LIFETIME;
}

export function openPhoneCodes({ clock, shelf }: Pick<State, 'clock' | 'shelf'>): PhoneCodes {
  const sweep = openSweeper<IssuedPhoneCode>({ clock, shelf }, PREFIX, isExpired);
  return {
    issue(appid, person, info) {
      sweep();
      const issued: IssuedPhoneCode = { code: newPhoneCode(), appid, person, info, issuedAt: clock.now() };
      shelf.put(PREFIX + issued.code, issued);
      return issued.code;
    },
    find(code) {
      if (!/^[0-9a-f]{64}$/.test(code)) return null;
      const issued = shelf.get(PREFIX + code) as IssuedPhoneCode | undefined;
      return !issued || isExpired(issued, clock.now()) ? null : issued;
    },
    markUsed: ({ code }) => shelf.remove(PREFIX + code),
  };
}
