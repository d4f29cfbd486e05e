// Between CloudBase's HTTP access and the web's own words: its event as a Request, a Response as its answer.
import * as v from 'valibot';

/** Either spelling of what may come more than once. */
const Scalar = v.union([v.string(), v.number(), v.boolean(), v.pipe(v.null(), v.transform(() => ''))]);
const Values = v.record(v.string(), v.union([Scalar, v.array(Scalar)]));
const Event = v.object({
  path: v.string(), httpMethod: v.string(), headers: v.nullish(Values), multiValueHeaders: v.nullish(Values),
  queryStringParameters: v.nullish(Values), multiValueQueryStringParameters: v.nullish(Values), body: v.nullish(v.string()), isBase64Encoded: v.nullish(v.union([v.boolean(), v.string()])),
});

export interface WebAnswer { statusCode: number; headers: Record<string, string | string[]>; body: string; isBase64Encoded: boolean }

/** What the door looks at; whatever else a client sends cannot spoil its request. */
const USED: ReadonlySet<string> = new Set(['accept', 'authorization', 'content-type', 'cookie', 'host', 'origin', 'referer', 'sec-fetch-mode', 'sec-fetch-site', 'user-agent', 'x-real-ip', 'x-wx-ticket']);
const LATIN = /^[\t\x20-\x7e\x80-\xff]*$/;
const NO_BODY = ['GET', 'HEAD'];
const METHOD = /^[A-Z]{1,20}$/;
/** What HTTP cannot put into a Request at all. */
const NEVER = ['TRACE', 'TRACK', 'CONNECT'];

/** `mount`: the path that the function is served at; the gateway may take it off before it asks, and leave nothing or a slash. Null for what is no request. */
export function requestOf(event: unknown, origin: string, mount: string): Request | null {
  const parsed = v.safeParse(Event, event);
  if (!parsed.success) return null;
  const { path, httpMethod, headers, multiValueHeaders, queryStringParameters, multiValueQueryStringParameters, body, isBase64Encoded } = parsed.output;
  const method = httpMethod.toUpperCase();
  if (!METHOD.test(method) || NEVER.includes(method) || !(path === '' || path.startsWith('/'))) return null;
  const whole = (path === mount || path.startsWith(`${mount}/`) ? path : `${mount}${path}`).replace(/\/$/, '');
  const query = new URLSearchParams(fuller(multiValueQueryStringParameters, queryStringParameters));
  const bytes = Buffer.from(body ?? '', isBase64Encoded === true || isBase64Encoded === 'true' ? 'base64' : 'utf8');
  try {
    const sent = new Headers(fuller(multiValueHeaders, headers).filter(([name, value]) => USED.has(name.toLowerCase()) && LATIN.test(value)));
    return new Request(`${origin}${whole}${query.size > 0 ? `?${query}` : ''}`, { method, headers: sent, ...(NO_BODY.includes(method) || bytes.length === 0 ? {} : { body: bytes }) });
  } catch {
    return null;
  }
}

export async function answerOf(response: Response): Promise<WebAnswer> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) if (name !== 'set-cookie') headers[name] = value;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies.length === 1 ? cookies.join('') : cookies;
  return { statusCode: response.status, headers, body: await response.text(), isBase64Encoded: false };
}

/** The platform may give one of the two alone, and the other empty. */
function fuller(many: v.InferOutput<typeof Values> | null | undefined, single: v.InferOutput<typeof Values> | null | undefined): [string, string][] {
  return pairs(many && Object.keys(many).length > 0 ? many : (single ?? {}));
}

function pairs(record: v.InferOutput<typeof Values>): [string, string][] {
  // A cookie beyond Latin-1 goes alone, not all of them with it.
  return Object.entries(record).flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, name.toLowerCase() === 'cookie' ? latinCookies(String(value)) : String(value)]));
}

function latinCookies(text: string): string {
  return text.split(/; */).filter((each) => LATIN.test(each)).join('; ');
}
