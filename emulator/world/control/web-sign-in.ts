// GET and POST /emulator/web-sign-in: what is set of each app's sign-in pages.
import * as v from 'valibot';
import type { ControlPorts, ControlRequest } from './ports';
import { badRequest, unknownName } from './refused';
import { personName, shaped } from './schema';

/** What a domain is and how often is too often is WeChat's room's to know. */
const change = v.strictObject({
  appid: v.string(),
  callbackDomain: v.exactOptional(v.nullable(v.string())),
  refusal: v.exactOptional(v.picklist(['stay', 'redirect'])),
  followers: v.exactOptional(v.array(personName)),
  authorizationsIn10Seconds: v.exactOptional(v.number()),
});

export function listWebSignIn({ wechat }: ControlPorts): unknown {
  return { apps: wechat.web.settings.list() };
}

export function setWebSignIn({ wechat }: ControlPorts, { body }: ControlRequest): unknown {
  const { appid, ...settings } = shaped(change, body);
  const stranger = settings.followers?.find((name) => wechat.people.find(name) === null);
  if (stranger !== undefined) throw unknownName('person', stranger);
  const app = changed(() => wechat.web.settings.change(appid, settings));
  if (!app) throw unknownName('app', appid);
  return { app };
}

/** @throws Refused for a value that cannot be */
function changed<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof TypeError ? badRequest(error.message) : error;
  }
}
