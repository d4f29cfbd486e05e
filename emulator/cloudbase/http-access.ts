// HTTP access (云函数 HTTP 访问服务): a request becomes a function's event, what the function gives becomes the answer.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './admin/body';
import type { Invoked } from './functions/functions';
import { answerOf, type HttpAnswer, refusal } from './http-access/answer';
import { eventOf, type HttpEvent } from './http-access/event';
import { isTextual, LARGEST_OTHER_BODY, LARGEST_TEXT_BODY } from './http-access/body';
import { type Route, routeTo } from './http-access/route';

export interface HttpAccessPorts {
  routes: readonly Route[];
  /** @param invocation its id, which the request has been given */
  invoke(functionName: string, event: HttpEvent, invocation: string): Promise<Invoked>;
}

/** One id names the request, the invocation, and its entries. */
const REQUEST_ID = 'x-cloudbase-request-id';

/** `path` as the function sees it. Settles when the answer is handed over, or the client has gone. */
export async function handleHttpAccess(ports: HttpAccessPorts, request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams): Promise<void> {
  const requestId = randomUUID();
  const answer = await answerTo(ports, request, { path, query, requestId }).catch((error: unknown) => {
    if (request.complete) throw error;
    return null; // the client left before its request was whole
  });
  if (answer) send(response, answer, requestId);
}

async function answerTo({ routes, invoke }: HttpAccessPorts, request: IncomingMessage, asked: { path: string; query: URLSearchParams; requestId: string }): Promise<HttpAnswer> {
  const { path, requestId } = asked;
  const isText = isTextual(request.headers['content-type']);
  const body = await readBody(request, isText ? LARGEST_TEXT_BODY : LARGEST_OTHER_BODY);
  const route = routeTo(routes, path);
  if (!route) return refusal('INVALID_PATH', requestId);
  if (!body) return refusal('EXCEED_MAX_PAYLOAD_SIZE', requestId);
  const event = eventOf(request, { ...asked, body, isText, ownHeaders: { [REQUEST_ID]: requestId } });
  return answerOf(await invoke(route.functionName, event, requestId), requestId);
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer, requestId: string): void {
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader(REQUEST_ID, requestId);
  const hasBody = status !== 204 && status !== 304;
  if (hasBody) response.setHeader('content-length', body.length);
  response.writeHead(status);
  response.end(hasBody ? body : undefined);
}
