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

/** Something that explains a moment later, and needs nobody. */
export function notice(event: string, detail: Record<string, string>): void {
  write({ level: 'warn', requestId: currentRequestId(), event, ...detail });
}

/** What a run without a caller did. */
export function report(event: string, detail: Record<string, string | number | null>): void {
  write({ level: 'info', requestId: currentRequestId(), event, ...detail });
}

/** One piece of a longer work failed; the others went on. */
export function failed(what: string, error: unknown): void {
  alarm('work-failed', { what });
  logFailure(error);
}

/** A failure in our own words and code positions; the message of a foreign error may hold an address, so only its kind is told. */
export function logFailure(error: unknown): void {
  write({ level: 'error', requestId: currentRequestId(), event: 'failure', kind: kindOf(error), at: error instanceof Error ? framesOf(error) : [] });
}

/** The stack without the message that stands before it, which may itself hold lines that look like positions. */
function framesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').slice(error.message.split('\n').length);
  return lines.map((line) => line.trim()).filter((line) => line.startsWith('at ')).slice(0, 8);
}

/** 'TypeError', 'Error DeadlinePassed' (ours, by code), 'Error -502001' (the SDK's, by errCode). */
function kindOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const { name = 'Error', code, errCode } = error as { name?: unknown; code?: unknown; errCode?: unknown };
  return [name, code ?? errCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');
}
