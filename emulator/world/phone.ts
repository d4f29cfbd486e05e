// POST /emulator/phone/<person>/<api>: what wx.* does on one person's phone.
import * as v from 'valibot';
import type { Functions } from '../cloudbase/functions/functions';
import type { AppRecord, Faults } from '../ports';
import type { PhoneAnswer, PhoneCall, WeChat } from '../wechat/wechat';
import { callerContext, defaultApp } from './caller';
import { badRequest, unknownName } from './control/refused';
import { jsonObject, shaped } from './control/schema';

export interface PhonePorts { wechat: WeChat; functions: Functions; faults: Faults }

/** WeChat's limit for what a function gives to a phone. */
const LARGEST_RESULT_BYTES = 1024 * 1024;
const CALL_FUNCTION = 'cloud.callFunction';

const request = v.strictObject({
  app: v.exactOptional(v.string()),
  device: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/, 'a device matches [A-Za-z0-9-]{1,32}'))),
  args: v.exactOptional(jsonObject),
});
const callFunctionArgs = v.strictObject({ name: v.pipe(v.string(), v.minLength(1)), data: v.exactOptional(jsonObject) });

/** @throws Refused for an unknown person or app and a malformed body, NotEmulated for an API that is not built */
export async function phone(ports: PhonePorts, personName: string, api: string, body: unknown): Promise<PhoneAnswer> {
  const person = ports.wechat.people.find(personName);
  if (!person) throw unknownName('person', personName);
  const { app: appid, device = 'phone-1', args = {} } = shaped(request, body);
  const app = appOf(ports.wechat, appid);
  if (ports.faults.hit('phone', api, person.name).some((fault) => fault.kind === 'offline')) return offline(api);
  const call: PhoneCall = { person, app, device, args };
  return api === CALL_FUNCTION ? callFunction(ports, call) : ports.wechat.phone(api, call);
}

function appOf(wechat: WeChat, appid: string | undefined): AppRecord {
  const app = appid === undefined ? defaultApp(wechat.apps.list()) : wechat.apps.find(appid);
  if (!app) throw unknownName('app', appid ?? 'mini-program');
  if (app.kind !== 'mini-program') throw badRequest(`${app.appid} is no mini program: it has no wx on a phone`);
  return app;
}

function offline(api: string): PhoneAnswer {
  const cloud = api.startsWith('cloud.');
  return { ok: false, error: { errMsg: `${api}:fail request:fail network is offline`, ...(cloud ? { errCode: -1 } : {}) } };
}

async function callFunction({ wechat, functions }: PhonePorts, { person, app, device, args }: PhoneCall): Promise<PhoneAnswer> {
  const { name, data = {} } = shaped(callFunctionArgs, args);
  const replaced = wechat.replaceCloudIds(data, { person, app });
  const context = { ...callerContext(person, app), device, source: 'wx_client', openDataKeys: replaced.keys };
  const invoked = await functions.invoke(name, replaced.data, context);
  if (!invoked.ok) return failed(invoked.error.errCode, invoked.error.errMsg);
  if (invoked.bytesOut > LARGEST_RESULT_BYTES) return failed(-604001, 'errCode: -604001 cloudfunction result size exceed limit');
  return { ok: true, result: { result: invoked.result, requestID: invoked.invocation, errMsg: `${CALL_FUNCTION}:ok` } };
}

function failed(errCode: number, errMsg: string): PhoneAnswer {
  return { ok: false, error: { errMsg: `${CALL_FUNCTION}:fail Error: ${errMsg}`, errCode } };
}

