// Whose call a function runs for: the person's identifiers in the app they use.
import type { InvokeContext } from '../cloudbase/functions/functions';
import type { AppRecord, PersonRecord } from '../ports';

/** An address of the range kept for documentation (RFC 5737). */
const CLIENT_IP = '203.0.113.7';

/** The cloud console's test button: no OPENID, no SOURCE. */
export const NOBODY: InvokeContext = {
  person: null, app: null, device: null, openid: null, appid: null, unionid: null, clientIp: null, source: null, openDataKeys: [], parent: null,
};

export function callerContext(person: PersonRecord, app: AppRecord): InvokeContext {
  return {
    ...NOBODY,
    person: person.name, app: app.appid, appid: app.appid, clientIp: CLIENT_IP,
    openid: person.openids[app.appid] ?? null,
    unionid: app.openPlatform === null ? null : (person.unionids[app.openPlatform] ?? null),
  };
}

/** The mini program registered first. */
export function defaultApp(apps: AppRecord[]): AppRecord | null {
  return apps.find((app) => app.kind === 'mini-program') ?? null;
}
