// POST /emulator/phone/<person>/<api>: what wx.* does on one person's phone.
import * as v from 'valibot';
import type { Functions } from '../cloudbase/functions/functions';
import type { AppRecord } from '../ports';
import type { PhoneAnswer, PhoneCall, WeChat } from '../wechat/wechat';
import { defaultApp } from './caller';
import { badRequest, unknownName } from './control/refused';
import { jsonObject, shaped } from './control/schema';
import { callFunction } from './phone/call-function';
import { networkFailure } from './phone/failure';
import { FILE_APIS, type FilePorts } from './phone/files';

export interface PhonePorts extends FilePorts { functions: Functions }

const request = v.strictObject({
  app: v.exactOptional(v.string()),
  device: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/, 'a device matches [A-Za-z0-9-]{1,32}'))),
  args: v.exactOptional(jsonObject),
});

/** @throws Refused for an unknown person or app and a malformed body, NotEmulated for an API that is not built */
export async function phone(ports: PhonePorts, personName: string, api: string, body: unknown): Promise<PhoneAnswer> {
  const person = ports.wechat.people.find(personName);
  if (!person) throw unknownName('person', personName);
  const { app: appid, device = 'phone-1', args = {} } = shaped(request, body);
  const app = appOf(ports.wechat, appid);
  if (ports.faults.hit('phone', api, person.name).some((fault) => fault.kind === 'offline')) return networkFailure(api, 'network is offline');
  return run(ports, api, { person, app, device, args });
}

async function run(ports: PhonePorts, api: string, call: PhoneCall): Promise<PhoneAnswer> {
  if (api === 'cloud.callFunction') return callFunction(ports, call);
  const files = Object.hasOwn(FILE_APIS, api) ? FILE_APIS[api] : undefined;
  return files ? files(ports, call) : ports.wechat.phone(api, call);
}

function appOf(wechat: WeChat, appid: string | undefined): AppRecord {
  const app = appid === undefined ? defaultApp(wechat.apps.list()) : wechat.apps.find(appid);
  if (!app) throw unknownName('app', appid ?? 'mini-program');
  if (app.kind !== 'mini-program') throw badRequest(`${app.appid} is no mini program: it has no wx on a phone`);
  return app;
}
