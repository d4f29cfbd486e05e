// What an ended run is to its caller and to the ledger.
import { executeFailed, exitedUnexpectedly, type Failure, LARGEST_PAYLOAD_BYTES, resultTooLarge, timedOut } from './failure';
import type { Ending } from './process';

export type Invoked =
  | { ok: true; result: unknown; invocation: string; bytesOut: number }
  | { ok: false; error: Failure; invocation: string };

export function judge(ending: Ending, timeoutSeconds: number, invocation: string): Invoked {
  if (ending.kind === 'failed') return { ok: false, error: executeFailed(ending.message), invocation };
  if (ending.kind === 'timeout') return { ok: false, error: timedOut(timeoutSeconds), invocation };
  if (ending.kind !== 'result') return { ok: false, error: exitedUnexpectedly(), invocation };
  const bytesOut = Buffer.byteLength(ending.json);
  if (bytesOut > LARGEST_PAYLOAD_BYTES) return { ok: false, error: resultTooLarge(), invocation };
  return { ok: true, result: JSON.parse(ending.json), invocation, bytesOut };
}

/** A door's refusal is not a failure of the function; the ledger names it. */
export function outcomeOf(ending: Ending, invoked: Invoked): string {
  if (!invoked.ok) return ending.kind === 'timeout' || ending.kind === 'crash' || ending.kind === 'killed' ? ending.kind : `error:${invoked.error.code}`;
  const code = refusalCode(invoked.result);
  return code === null ? 'ok' : `refused:${code}`;
}

function refusalCode(given: unknown): string | null {
  const result = bodyOf(given);
  if (typeof result !== 'object' || result === null || !('ok' in result) || result.ok !== false || !('refusal' in result)) return null;
  const refusal = result.refusal;
  return typeof refusal === 'object' && refusal !== null && 'code' in refusal && typeof refusal.code === 'string' ? refusal.code : null;
}

/** What an answer to HTTP says in its body, where that is a JSON object; anything else is what it is. */
function bodyOf(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || !('statusCode' in result) || !('body' in result)) return result;
  const { body } = result;
  if (typeof body !== 'string' || !body.startsWith('{')) return null;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
