// POST /emulator/functions/<name>: the cloud console's test button, or a call as somebody.
import * as v from 'valibot';
import { callerContext, defaultApp, NOBODY } from '../caller';
import type { ControlPorts, ControlRequest } from './ports';
import { unknownName } from './refused';
import { jsonObject, shaped } from './schema';

const test = v.strictObject({
  event: jsonObject,
  as: v.exactOptional(v.nullable(v.strictObject({ person: v.string(), app: v.exactOptional(v.string()) }))),
  source: v.exactOptional(v.nullable(v.string())),
});

/** Without `as` it is a call by a timer, down to its variables. */
const TIMER_SOURCE = 'wx_trigger';

export async function testFunction(world: ControlPorts, { name, body }: ControlRequest): Promise<unknown> {
  if (!world.functions.names().includes(name)) throw unknownName('function', name);
  const { event, as = null, source } = shaped(test, body);
  const context = as === null ? NOBODY : contextOf(world, as.person, as.app);
  const timer = as === null && source === TIMER_SOURCE ? { trigger: 'timer' as const } : {};
  const invoked = await world.functions.invoke(name, event, { ...context, ...timer, source: source === undefined ? context.source : source });
  const { ok, invocation } = invoked;
  if (invoked.ok) return { ok, result: invoked.result, invocation };
  return { ok, error: { errCode: invoked.error.errCode, errMsg: invoked.error.errMsg }, invocation };
}

function contextOf(world: ControlPorts, personName: string, appid: string | undefined) {
  const person = world.wechat.people.find(personName);
  if (!person) throw unknownName('person', personName);
  const app = appid === undefined ? defaultApp(world.wechat.apps.list()) : world.wechat.apps.find(appid);
  if (!app) throw unknownName('app', appid ?? 'mini-program');
  return { ...callerContext(person, app), source: 'wx_client' };
}
