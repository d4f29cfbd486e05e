// What functions printed, line by line, with the invocation each line belongs to.
import type { Clock } from '../ports';

export interface LogLine {
  id: number;
  at: number;
  function: string;
  /** '' for what a bundle printed while it was loading. */
  invocation: string;
  stream: 'out' | 'err';
  text: string;
}

export interface Logs {
  add(line: Omit<LogLine, 'id' | 'at'>): void;
  after(id: number): { lines: LogLine[] };
  clear(): void;
}

const KEPT_LINES = 10_000;

export function openLogs(clock: Clock): Logs {
  const lines: LogLine[] = [];
  let last = 0;
  return {
    add(line) {
      lines.push({ id: ++last, at: clock.now(), ...line });
      if (lines.length > KEPT_LINES) lines.shift();
    },
    after: (id) => ({ lines: lines.slice(Math.max(0, id + 1 - (lines[0]?.id ?? 1))) }),
    clear() {
      lines.length = 0;
      last = 0;
    },
  };
}
