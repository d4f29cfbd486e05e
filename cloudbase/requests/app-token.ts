// The closed shapes of the app-token door's requests, and of what servers send over HTTP.
import * as v from 'valibot';
import type { DeadTokenErrcode, TokenReport } from '../../contract/app-token';
import { AppIdText } from './shapes';

const DEAD_TOKEN = [40001, 40014, 42001] as const satisfies readonly DeadTokenErrcode[];
const Hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
/** A function, or a server by its name: it stands in the row and the audit. */
const By = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_:.-]{1,64}$/));
/** As it stands in a query; WeChat's tokens have at least 100 characters, and may grow. */
const AppAccessToken = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/));
const Kind = v.picklist(['access-token', 'jsapi-ticket']);

export const appTokenRequests = {
  renew: v.strictObject({ action: v.literal('renew'), appId: AppIdText, kind: Kind, by: By }),
  report: v.strictObject({ action: v.literal('report'), appId: AppIdText, failedHash: Hash, errcode: v.exactOptional(v.picklist(DEAD_TOKEN)), by: By }),
};

const Report = v.strictObject({ appAccessToken: AppAccessToken, errcode: v.exactOptional(v.picklist(DEAD_TOKEN)) });

/** The body of a report; null where it has not the shape. */
export function readTokenReport(body: string): TokenReport | null {
  try {
    const parsed = v.safeParse(Report, JSON.parse(body));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
