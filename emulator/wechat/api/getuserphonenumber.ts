// wxa/business/getuserphonenumber: trades a code of the phone button for the number.
import type { OpenApiCaller, OpenApiReply } from '../../ports';
import { newHint, newRid, openidOf } from '../identifiers';
import type { PhoneCodes } from '../phone-numbers';
import { errmsgOf, wxaRefusal } from './errcode';

export interface PhoneNumberParts {
  now(): number;
  phoneCodes: PhoneCodes;
  /** Of a call that no person of an app is behind. */
  ownApp(): string | null;
}

const DATA_FORMAT_ERROR = 47001;
const INVALID_CODE = 40029;
const INVALID_APPID = 40013;
const INVALID_OPENID = 40003;

/** As captured: `invalid code hint: [IfdFrrMre-JPlAXa] rid: …` */
function invalidCode(now: number): OpenApiReply {
  return { errcode: INVALID_CODE, errmsg: `${errmsgOf(INVALID_CODE)} hint: [${newHint()}] rid: ${newRid(now)}` };
}

/**
 * Refuses by errcode: 40029 a code unknown, expired, used or of wx.login; 40013 one of another app; 40003 an `openid` that is not the code's.
 * Whoever holds the code gets the number, as at WeChat: it does not ask who is behind the call. What is refused is not used up.
 * @see 手机号快速验证组件, developers.weixin.qq.com
 */
export function getuserphonenumber({ now, phoneCodes, ownApp }: PhoneNumberParts, { code, openid }: Record<string, unknown>, caller: OpenApiCaller | null): OpenApiReply {
  if (typeof code !== 'string' || (openid !== undefined && typeof openid !== 'string')) return wxaRefusal(DATA_FORMAT_ERROR, now());
  const issued = phoneCodes.find(code);
  if (issued === null) return invalidCode(now());
  if (issued.appid !== (caller?.app ?? ownApp())) return wxaRefusal(INVALID_APPID, now());
  if (openid !== undefined && openid !== openidOf(issued.person, issued.appid)) return wxaRefusal(INVALID_OPENID, now());
  phoneCodes.markUsed(issued);
  return { errcode: 0, errmsg: 'ok', phone_info: issued.info };
}
