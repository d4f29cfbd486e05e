// phonenumber.getPhoneNumber: trades the code of the phone number button for the number.
// @see phonenumber.getPhoneNumber, developers.weixin.qq.com
import * as v from 'valibot';
import { appId } from '../../auth/ids';
import type { Alarm } from '../../auth/ports';
import type { PhoneExchange, WeChatPhone } from '../../auth/profile/ports';
import { meaningOf } from '../errcode';
import type { Ask, Asked } from '../open-api';

const Digits = v.pipe(v.string(), v.regex(/^[0-9]{4,15}$/));
/** A country code is a number on WeChat's page and a text on the wire. */
const CountryCode = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^[1-9][0-9]{0,3}$/));
/** Seconds. */
const Watermark = v.object({ timestamp: v.pipe(v.number(), v.integer()), appid: v.string() });
const Answer = v.object({ phoneInfo: v.object({ purePhoneNumber: Digits, countryCode: CountryCode, watermark: Watermark }) });

/** A code that was made for another app, or released by another person; elsewhere the same errcodes are our own misconfiguration. */
const CODE_OF_ANOTHER: readonly number[] = [40013, 40003];
/** From here downwards a code is the SDK's or the cloud's own: an answer of WeChat's that was lost on the way has one, and may have cost. */
const CLOUDS_OWN = -500_000;
const CALL = 'phonenumber.getPhoneNumber';

/** The code is never sent twice: each exchange is paid for. */
export function weChatPhone(ask: Ask, journal: { alarm: Alarm; notice: Alarm }): WeChatPhone {
  return { exchange: async (code, openid) => judge(await ask('phonenumber', 'getPhoneNumber', { code, openid }), journal) };
}

export function judge(asked: Asked, journal: { alarm: Alarm; notice: Alarm }): PhoneExchange {
  if (!asked.ok) return refused(asked.errCode, journal);
  const parsed = v.safeParse(Answer, asked.answer);
  if (!parsed.success) return leftOut('malformed', journal);
  const { purePhoneNumber, countryCode, watermark } = parsed.output.phoneInfo;
  return { kind: 'exchanged', number: `+${countryCode}${purePhoneNumber}`, countryCode, appId: appId(watermark.appid), timestamp: watermark.timestamp * 1000 };
}

function refused(errCode: number | null, journal: { alarm: Alarm; notice: Alarm }): PhoneExchange {
  if (errCode === null) return leftOut('unreachable', journal);
  if (CODE_OF_ANOTHER.includes(errCode)) return { kind: 'refused', code: 'code-invalid' };
  const { code, misconfigured } = meaningOf(errCode);
  if (code === 'code-invalid' || code === 'code-used') return { kind: 'refused', code };
  if (misconfigured) {
    journal.alarm('wechat-misconfigured', { call: CALL, errcode: String(errCode) });
    return { kind: 'unavailable', code: 'internal', charged: 'no' };
  }
  journal.notice('wechat-left-out', { call: CALL, errcode: String(errCode) });
  return { kind: 'unavailable', code: code === 'wechat-unavailable' || code === 'user-blocked' ? 'wechat-unavailable' : 'wechat-busy', charged: errCode > CLOUDS_OWN ? 'no' : 'unknown' };
}

function leftOut(reason: string, { notice }: { notice: Alarm }): PhoneExchange {
  notice('wechat-left-out', { call: CALL, reason });
  return { kind: 'unavailable', code: 'wechat-unavailable', charged: 'unknown' };
}
