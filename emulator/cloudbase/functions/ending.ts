// What an ended run is to its caller and to the ledger.
import { executeFailed, exitedUnexpectedly, type Failure, LARGEST_PAYLOAD_BYTES, timedOut } from './failure';
import type { Ending } from './process';

export type Invoked =
  | { ok: true; result: unknown; invocation: string; bytesOut: number }
  | { ok: false; error: Failure; invocation: string };

export function judge(ending: Ending, timeoutSeconds: number, invocation: string): Invoked {
  if (ending.kind === 'failed') return { ok: false, error: executeFailed(ending.message), invocation };
  if (ending.kind === 'timeout') return { ok: false, error: timedOut(timeoutSeconds), invocation };
  if (ending.kind !== 'result') return { ok: false, error: exitedUnexpectedly(), invocation };
  const bytesOut = Buffer.byteLength(ending.json);
  if (bytesOut > LARGEST_PAYLOAD_BYTES) return { ok: false, error: executeFailed('response exceeds 6 MB'), invocation };
  return { ok: true, result: JSON.parse(ending.json), invocation, bytesOut };
}

/** A door's refusal is not a failure of the function; the ledger names it. */
export function outcomeOf(ending: Ending, invoked: Invoked): string {
  if (!invoked.ok) return ending.kind === 'timeout' || ending.kind === 'crash' || ending.kind === 'killed' ? ending.kind : `error:${invoked.error.code}`;
  const code = refusalCode(invoked.result);
  return code === null ? 'ok' : `refused:${code}`;
}

function refusalCode(result: unknown): string | null {
  if (typeof result !== 'object' || result === null || !('ok' in result) || result.ok !== false || !('refusal' in result)) return null;
  const refusal = result.refusal;
  return typeof refusal === 'object' && refusal !== null && 'code' in refusal && typeof refusal.code === 'string' ? refusal.code : null;
}
