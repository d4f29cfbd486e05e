// wx.cloud.callFunction on a phone.
import * as v from 'valibot';
import type { Functions } from '../../cloudbase/functions/functions';
import type { PhoneAnswer, PhoneCall, WeChat } from '../../wechat/wechat';
import { callerContext } from '../caller';
import { jsonObject, shaped } from '../control/schema';
import { cloudFailure } from './failure';

/** WeChat's limit for what a function gives to a phone. */
const LARGEST_RESULT_BYTES = 1024 * 1024;
const API = 'cloud.callFunction';

const wanted = v.strictObject({ name: v.pipe(v.string(), v.minLength(1)), data: v.exactOptional(jsonObject) });

/** @throws Refused for malformed arguments */
export async function callFunction({ wechat, functions }: { wechat: WeChat; functions: Functions }, { person, app, device, args }: PhoneCall): Promise<PhoneAnswer> {
  const { name, data = {} } = shaped(wanted, args);
  const replaced = wechat.replaceCloudIds(data, { person, app });
  const context = { ...callerContext(person, app), device, source: 'wx_client', openDataKeys: replaced.keys };
  const invoked = await functions.invoke(name, replaced.data, context);
  if (!invoked.ok) return cloudFailure(API, invoked.error.errCode, invoked.error.errMsg);
  if (invoked.bytesOut > LARGEST_RESULT_BYTES) return cloudFailure(API, -604001, 'errCode: -604001 cloudfunction result size exceed limit');
  return { ok: true, result: { result: invoked.result, requestID: invoked.invocation, errMsg: `${API}:ok` } };
}
