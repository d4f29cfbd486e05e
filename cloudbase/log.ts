// Writes log lines: one JSON object each, searchable in the console, without secrets or ids in clear (SEC-71).
import { currentRequestId } from './invocation';

/** JSON escapes CR, LF and control characters, so no input starts a line of its own. */
function write(line: Record<string, unknown>): void {
  console.log(JSON.stringify(line));
}

export interface InvocationLine {
  requestId: string; door: string; action: string | null; caller: string | null; refusal: string | null;
  databaseCalls: number; wechatCalls: number; ms: number;
}

export function logInvocation(line: InvocationLine): void {
  write({ level: line.refusal === 'internal' ? 'error' : 'info', ...line });
}

/** Something that an operator should see to. */
export function alarm(event: string, detail: Record<string, string>): void {
  write({ level: 'alarm', requestId: currentRequestId(), event, ...detail });
}

/** A failure in our own words and code positions; the message of a foreign error may hold an address, so only its kind is told. */
export function logFailure(error: unknown): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 8) : [];
  write({ level: 'error', requestId: currentRequestId(), event: 'failure', kind: kindOf(error), at: frames.map((frame) => frame.trim()) });
}

function kindOf(error: unknown): string {
  const kind = error instanceof Error ? error.name : typeof error;
  const code = typeof error === 'object' && error !== null && 'errCode' in error ? ` ${String(error.errCode)}` : '';
  return kind + code;
}
