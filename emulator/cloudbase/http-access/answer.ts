// What a function gave, as an HTTP answer (集成响应), and how HTTP access itself refuses.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Invoked } from '../functions/functions';

export interface HttpAnswer { status: number; headers: Record<string, string | string[]>; body: Buffer }

/** Codes are CloudBase's; where its pages tell no status, the one of HTTP that says the same. */
const REFUSALS = {
  INVALID_PATH: { status: 404, message: 'No function has this path.' },
  EXCEED_MAX_PAYLOAD_SIZE: { status: 413, message: 'The request body is larger than HTTP access takes: 100 KB of text, 6 MB of anything else.' },
  EXCEED_MAX_RESPONSE_SIZE: { status: 500, message: 'The function answered more than the 1 MB that HTTP access gives.' },
  FUNCTION_INVOCATION_FAILED: { status: 500, message: 'The function failed; its log says how.' },
  FUNCTION_TIME_LIMIT_EXCEEDED: { status: 504, message: 'The function took longer than its time limit.' },
  NotEmulated: { status: 501, message: 'NotEmulated: multiValueHeaders in an answer; give an array in headers.' },
} as const;

const LARGEST_ANSWER = 1024 * 1024;
/** Of the connection, not of the answer: the gateway makes its own. */
const CONNECTION_HEADERS = ['connection', 'content-length', 'date', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade'];
const TEXT_TYPE = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** @param detail behind the sentence that belongs to the code */
export function refusal(code: keyof typeof REFUSALS, requestId: string, detail = ''): HttpAnswer {
  const { status, message } = REFUSALS[code];
  const said = `${message}${detail} For more information, please refer to https://docs.cloudbase.net/error-code/service`;
  return { status, headers: { 'content-type': JSON_TYPE }, body: Buffer.from(JSON.stringify({ code, message: said, requestId })) };
}

export function answerOf(invoked: Invoked, requestId: string): HttpAnswer {
  if (!invoked.ok) return refusal(codeOf(invoked.error), requestId);
  const made = madeOf(invoked.result);
  if ('wrong' in made) return made.wrong === 'multiValueHeaders' ? refusal('NotEmulated', requestId) : refusal('FUNCTION_INVOCATION_FAILED', requestId, ` ${made.wrong}.`);
  return made.body.length > LARGEST_ANSWER ? refusal('EXCEED_MAX_RESPONSE_SIZE', requestId) : made;
}

function codeOf({ code, isTooLarge }: { code: string; isTooLarge?: true }): keyof typeof REFUSALS {
  if (isTooLarge) return 'EXCEED_MAX_RESPONSE_SIZE';
  return code === 'FUNCTIONS_TIME_LIMIT_EXCEEDED' ? 'FUNCTION_TIME_LIMIT_EXCEEDED' : 'FUNCTION_INVOCATION_FAILED';
}

function madeOf(result: unknown): HttpAnswer | { wrong: string } {
  if (typeof result === 'object' && result !== null && 'statusCode' in result) return integrated({ ...result });
  const isPlain = typeof result === 'string' || typeof result === 'number';
  return { status: 200, headers: { 'content-type': isPlain ? TEXT_TYPE : JSON_TYPE }, body: Buffer.from(isPlain ? String(result) : JSON.stringify(result ?? null)) };
}

/** What the real gateway would make of a malformed answer nobody knows; here it is a failure that names what is wrong. */
function integrated(given: Record<string, unknown>): HttpAnswer | { wrong: string } {
  const { statusCode: status, body = '', isBase64Encoded = false } = given;
  if ('multiValueHeaders' in given) return { wrong: 'multiValueHeaders' };
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return { wrong: 'statusCode is no status of HTTP' };
  if (typeof body !== 'string') return { wrong: 'body is no string' };
  const headers = headersOf(given['headers'] ?? {});
  if (!headers) return { wrong: 'headers holds what is no header' };
  // The cloud's own example has the flag as text.
  const isBase64 = isBase64Encoded === true || isBase64Encoded === 'true';
  return { status, headers: { 'content-type': TEXT_TYPE, ...headers }, body: Buffer.from(body, isBase64 ? 'base64' : 'utf8') };
}

/** By lower-case name; an array repeats the header. Null: not such that HTTP could carry it. */
function headersOf(given: unknown): Record<string, string | string[]> | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    const values = [value].flat();
    if (!values.every((one) => isHeader(name, one))) return null;
    if (!CONNECTION_HEADERS.includes(name.toLowerCase())) headers[name.toLowerCase()] = Array.isArray(value) ? values.map(String) : String(value);
  }
  return headers;
}

function isHeader(name: string, value: unknown): boolean {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return true;
  } catch {
    return false;
  }
}
