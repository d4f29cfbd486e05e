// GET and POST /emulator/access-tokens: what is set of each app's credentials, and what was asked of them today; never a token.
import * as v from 'valibot';
import type { CredentialSettings } from '../../wechat/wechat';
import type { ControlPorts, ControlRequest } from './ports';
import { badRequest, unknownName } from './refused';
import { shaped } from './schema';

/** Ranges are WeChat's room's to know. */
const change = v.strictObject({
  appid: v.string(),
  lifetimeSeconds: v.exactOptional(v.number()),
  tokenLength: v.exactOptional(v.number()),
  ipWhitelist: v.exactOptional(v.nullable(v.array(v.string()))),
  secretFrozen: v.exactOptional(v.boolean()),
});

export function listAccessTokens({ wechat }: ControlPorts): unknown {
  return { apps: wechat.credentials.list() };
}

export function setAccessTokens({ wechat }: ControlPorts, { body }: ControlRequest): unknown {
  const { appid, ...settings } = shaped(change, body);
  const app = changed(() => wechat.credentials.change(appid, settings));
  if (!app) throw unknownName('app', appid);
  return { app };
}

/** @throws Refused for a value out of its range */
function changed(make: () => CredentialSettings | null): CredentialSettings | null {
  try {
    return make();
  } catch (error) {
    throw error instanceof TypeError ? badRequest(error.message) : error;
  }
}
