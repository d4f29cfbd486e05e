// Which action of a function an invocation ran, from the line the function itself logs of it: {"requestId":…,"door":…,"action":…}.
import type { LogLine } from './api';

/** Names are short words; whatever else a line holds there, a token least of all, has no place in the list. */
const ACTION = /^[a-z][a-z0-9-]{0,31}$/;

/** Null for a line of another kind. */
export function actionIn({ invocation, function: name, text }: LogLine): string | null {
  if (!text.startsWith('{')) return null;
  try {
    const { requestId, door, action } = JSON.parse(text) as Record<string, unknown>;
    return requestId === invocation && door === name && typeof action === 'string' && ACTION.test(action) ? action : null;
  } catch {
    return null;
  }
}

export interface Actions {
  /** Reads the lines; gives the invocations whose action is known since. */
  learn(lines: readonly LogLine[]): string[];
  of(invocation: string | null): string | null;
  forget(invocation: string): void;
  clear(): void;
}

export function openActions(): Actions {
  const known = new Map<string, string>();
  return {
    learn: (lines) => lines.flatMap((line) => {
      const action = actionIn(line);
      if (action === null) return [];
      known.set(line.invocation, action);
      return [line.invocation];
    }),
    of: (invocation) => (invocation === null ? null : (known.get(invocation) ?? null)),
    forget: (invocation) => { known.delete(invocation); },
    clear: () => known.clear(),
  };
}
