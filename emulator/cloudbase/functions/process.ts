// One function process: started, loaded, given one event at a time, and ended.
import { fork, type ChildProcess } from 'node:child_process';
import type { FunctionDefinition } from './functions';
import type { FromChild, InvokeMessage, ToChild } from './messages';

/** Longest that loading a bundle may take, in milliseconds; SCF allows 65 s, nobody waits that long at a desk. */
const LONGEST_LOAD = 30_000;

export type Ending =
  | { kind: 'result'; json: string }
  | { kind: 'failed'; message: string }
  | { kind: 'timeout' | 'crash' | 'killed' };

export interface FunctionProcess {
  readonly id: string;
  /** False when it ended before it was ready. */
  readonly ready: Promise<boolean>;
  readonly exited: Promise<void>;
  /** Whether it can take another event. */
  usable(): boolean;
  /** Runs one event; the process is ended when it takes longer than the function's timeout. */
  run(message: InvokeMessage): Promise<Ending>;
  /** Ends the process; what runs in it ends as named. */
  end(as: 'timeout' | 'crash' | 'killed'): void;
  /** Resolves when the process has the new offset, or is gone. */
  shiftClock(offset: number): Promise<void>;
}

export interface StartOptions {
  id: string;
  childFile: string;
  definition: FunctionDefinition;
  variables: Record<string, string>;
  offset: number;
  onLine(invocation: string, stream: 'out' | 'err', text: string): void;
}

export function startProcess(options: StartOptions): FunctionProcess {
  const { definition } = options;
  const child = fork(options.childFile, [], { cwd: definition.directory, env: options.variables, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'json' });
  const clockTurns = new Map<number, () => void>();
  let lastTurn = 0;
  let running: { invocation: string; settle(ending: Ending): void } | null = null;
  let endedAs: 'timeout' | 'crash' | 'killed' = 'crash';
  let leaving = false;
  let becameReady: (ready: boolean) => void = () => undefined;
  const ready = new Promise<boolean>((resolve) => { becameReady = resolve; });
  const exited = new Promise<void>((resolve) => { child.once('close', () => resolve()); child.once('error', () => resolve()); });

  function tell(message: ToChild): void {
    // A process that is just going makes `send` fail; its exit says the rest.
    if (child.connected) child.send(message, () => undefined);
  }
  function end(as: typeof endedAs): void {
    if (!leaving) endedAs = as;
    leaving = true;
    child.kill('SIGKILL');
  }
  function settle(ending: Ending): void {
    running?.settle(ending);
    running = null;
  }
  child.on('message', (message: FromChild) => {
    if (message.kind === 'ready') becameReady(true);
    else if (message.kind === 'line') options.onLine(message.invocation, message.stream, message.text);
    else if (message.kind === 'clock-set') clockTurns.get(message.turn)?.();
    else {
      if (message.kind === 'failed' && message.leaving) leaving = true;
      if (message.invocation === running?.invocation) settle(message);
    }
  });
  child.on('error', () => child.kill('SIGKILL'));
  // What Node itself prints (out of memory, a fatal signal) does not pass through the function's own streams.
  forwardLines(child, (stream, text) => options.onLine(running?.invocation ?? '', stream, text));
  void exited.then(() => {
    becameReady(false);
    settle({ kind: endedAs });
    for (const done of clockTurns.values()) done();
  });
  tell({ kind: 'load', directory: definition.directory, handler: definition.handler, offset: options.offset });
  const tooLong = setTimeout(() => end('crash'), LONGEST_LOAD);
  void ready.then(() => clearTimeout(tooLong));

  return {
    id: options.id, ready, exited, end,
    usable: () => child.connected && !leaving,
    run(message) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => end('timeout'), definition.timeoutSeconds * 1000);
        running = { invocation: message.invocation, settle(ending) { clearTimeout(timer); resolve(ending); } };
        tell(message);
        if (!child.connected) child.kill('SIGKILL');
      });
    },
    shiftClock(offset) {
      return new Promise((resolve) => {
        if (!child.connected) return resolve();
        const turn = ++lastTurn;
        clockTurns.set(turn, () => { clockTurns.delete(turn); resolve(); });
        tell({ kind: 'clock', offset, turn });
      });
    },
  };
}

function forwardLines(child: ChildProcess, send: (stream: 'out' | 'err', text: string) => void): void {
  for (const [stream, readable] of [['out', child.stdout], ['err', child.stderr]] as const) {
    readable?.setEncoding('utf8').on('data', (chunk: string) => {
      for (const line of chunk.split('\n')) if (line !== '') send(stream, line);
    });
  }
}
