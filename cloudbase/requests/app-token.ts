// The closed shapes of the app-token door's requests, and of what servers send over HTTP.
import * as v from 'valibot';

const App = v.pipe(v.string(), v.regex(/^wx[0-9a-f]{16}$/));
/** A function, or a server by its name: it stands in the row and the audit. */
const By = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_:.-]{1,64}$/));
/** As it stands in a query; WeChat's tokens have at least 100 characters, and may grow. */
const AppAccessToken = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/));
const Kind = v.picklist(['access-token', 'jsapi-ticket']);

export const appTokenRequests = {
  renew: v.strictObject({ action: v.literal('renew'), appId: App, kind: Kind, by: By }),
  report: v.strictObject({ action: v.literal('report'), appId: App, appAccessToken: AppAccessToken, by: By }),
};

const TokenReport = v.strictObject({ appAccessToken: AppAccessToken, errcode: v.exactOptional(v.picklist([40001, 40014, 42001])) });

/** The body of a report; null where it has not the shape. */
export function readTokenReport(body: string): { appAccessToken: string } | null {
  try {
    const parsed = v.safeParse(TokenReport, JSON.parse(body));
    return parsed.success ? { appAccessToken: parsed.output.appAccessToken } : null;
  } catch {
    return null;
  }
}
