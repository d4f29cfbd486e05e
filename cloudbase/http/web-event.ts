// Between CloudBase's HTTP access and the web's own words: its event as a Request, a Response as its answer.
import * as v from 'valibot';

/** Either spelling of what may come more than once. */
const Values = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.array(v.union([v.string(), v.number(), v.boolean()]))]));
const Event = v.object({
  path: v.string(), httpMethod: v.string(), headers: v.nullish(Values), multiValueHeaders: v.nullish(Values),
  queryStringParameters: v.nullish(Values), multiValueQueryStringParameters: v.nullish(Values), body: v.nullish(v.string()), isBase64Encoded: v.nullish(v.union([v.boolean(), v.string()])),
});

export interface WebAnswer { statusCode: number; headers: Record<string, string | string[]>; body: string; isBase64Encoded: boolean }

const NO_BODY = ['GET', 'HEAD'];
const METHOD = /^[A-Z]{1,20}$/;
/** What HTTP cannot put into a Request at all. */
const NEVER = ['TRACE', 'TRACK', 'CONNECT'];

/** `mount`: the path that the function is served at; the gateway may take it off before it asks. Null for what is no request. */
export function requestOf(event: unknown, origin: string, mount: string): Request | null {
  const parsed = v.safeParse(Event, event);
  if (!parsed.success) return null;
  const { path, httpMethod, headers, multiValueHeaders, queryStringParameters, multiValueQueryStringParameters, body, isBase64Encoded } = parsed.output;
  const method = httpMethod.toUpperCase();
  if (!METHOD.test(method) || NEVER.includes(method) || !path.startsWith('/')) return null;
  const whole = path === mount || path.startsWith(`${mount}/`) ? path : `${mount}${path}`;
  const query = new URLSearchParams(pairs(multiValueQueryStringParameters ?? queryStringParameters ?? {}));
  const bytes = Buffer.from(body ?? '', isBase64Encoded === true || isBase64Encoded === 'true' ? 'base64' : 'utf8');
  try {
    const sent = new Headers(pairs(multiValueHeaders ?? headers ?? {}).filter(([name]) => !name.startsWith(':')));
    return new Request(`${origin}${whole}${query.size > 0 ? `?${query}` : ''}`, { method, headers: sent, ...(NO_BODY.includes(method) || bytes.length === 0 ? {} : { body: bytes }) });
  } catch {
    return null;
  }
}

export async function answerOf(response: Response): Promise<WebAnswer> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) if (name !== 'set-cookie') headers[name] = value;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return { statusCode: response.status, headers, body: await response.text(), isBase64Encoded: false };
}

function pairs(record: v.InferOutput<typeof Values>): [string, string][] {
  return Object.entries(record).flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, String(value)]));
}
