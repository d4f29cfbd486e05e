// What the world and a function's process say to each other over IPC.

/** SCF's context, as `exports.main(event, context)` gets it. */
export interface InvocationFacts {
  request_id: string;
  function_name: string;
  function_version: string;
  namespace: string;
  tencentcloud_region: string;
  memory_limit_in_mb: number;
  time_limit_in_ms: number;
}

export interface InvokeMessage {
  kind: 'invoke';
  invocation: string;
  /** JSON text, so that the event crosses exactly as the caller sent it. */
  event: string;
  /** The caller's variables; those of the last caller are removed first. */
  variables: Record<string, string>;
  facts: InvocationFacts;
  offset: number;
}

export type ToChild =
  | { kind: 'load'; directory: string; handler: string; offset: number }
  | InvokeMessage
  | { kind: 'clock'; offset: number; turn: number };

export type FromChild =
  | { kind: 'ready' }
  | { kind: 'clock-set'; turn: number }
  | { kind: 'line'; invocation: string; stream: 'out' | 'err'; text: string }
  | { kind: 'result'; invocation: string; json: string }
  /** `leaving`: the process ends itself after this. */
  | { kind: 'failed'; invocation: string; message: string; leaving: boolean };
