// The event of HTTP access (集成请求).
import type { IncomingMessage } from 'node:http';
import { ENVIRONMENT_ID } from '../functions/variables';

export interface Asked {
  path: string;
  query: URLSearchParams;
  requestId: string;
  body: Buffer;
  isText: boolean;
  /** What the gateway says itself, over whatever the client sent. */
  ownHeaders: Record<string, string>;
}

export interface HttpEvent {
  path: string;
  httpMethod: string;
  headers: Record<string, string>;
  multiValueHeaders: Record<string, string[]>;
  queryStringParameters: Record<string, string>;
  multiValueQueryStringParameters: Record<string, string[]>;
  requestContext: { requestId: string; envId: string; appId: number; uin: number };
  body: string;
  isBase64Encoded: boolean;
}

/** Nobody's account at the cloud. */
const ACCOUNT = { appId: 1, uin: 1 };

export function eventOf(request: IncomingMessage, { path, query, requestId, body, isText, ownHeaders }: Asked): HttpEvent {
  const multiValueHeaders = headersOf(request, ownHeaders);
  const asText = isText || body.length === 0;
  return {
    path,
    httpMethod: request.method ?? 'GET',
    headers: mapped(multiValueHeaders, (values, name) => values.join(name === 'cookie' ? '; ' : ', ')),
    multiValueHeaders,
    queryStringParameters: Object.fromEntries(query),
    multiValueQueryStringParameters: Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])),
    requestContext: { requestId, envId: ENVIRONMENT_ID, ...ACCOUNT },
    body: body.toString(asText ? 'utf8' : 'base64'),
    isBase64Encoded: !asText,
  };
}

/** Who calls is whoever holds the socket: a client's own word for it does not get past the gateway. */
function headersOf({ headersDistinct, socket }: IncomingMessage, ownHeaders: Record<string, string>): Record<string, string[]> {
  const address = socket.remoteAddress ?? '';
  const sent = Object.entries(headersDistinct).flatMap(([name, values]) => (values ? [[name, values] as const] : []));
  const own = Object.entries({ ...ownHeaders, 'x-forwarded-for': address, 'x-real-ip': address }).map(([name, value]) => [name, [value]] as const);
  return Object.fromEntries([...sent, ...own]);
}

function mapped<T>(record: Record<string, string[]>, of: (values: string[], name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, values]) => [name, of(values, name)]));
}
