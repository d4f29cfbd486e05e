// Reads the event of CloudBase's HTTP access as a request; what has not its shape is none.
import * as v from 'valibot';

export interface HttpRequest {
  method: string;
  /** Without the query, percent-encoding as it came. */
  path: string;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  hasQuery: boolean;
  body: string;
}

/** The platform sends more; an absent body may be missing, null or empty. */
const Event = v.object({
  path: v.string(), httpMethod: v.string(), headers: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  queryStringParameters: v.nullish(v.record(v.string(), v.unknown())), body: v.nullish(v.string()), isBase64Encoded: v.nullish(v.union([v.boolean(), v.string()])),
});

export function readHttpRequest(event: unknown): HttpRequest | null {
  const parsed = v.safeParse(Event, event);
  if (!parsed.success) return null;
  const { path, httpMethod, headers, queryStringParameters, body, isBase64Encoded } = parsed.output;
  const isEncoded = isBase64Encoded === true || isBase64Encoded === 'true';
  return {
    method: httpMethod.toUpperCase(), path, headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    hasQuery: Object.keys(queryStringParameters ?? {}).length > 0, body: Buffer.from(body ?? '', isEncoded ? 'base64' : 'utf8').toString('utf8'),
  };
}
