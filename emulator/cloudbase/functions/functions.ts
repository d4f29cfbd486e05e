// Cloud functions: every deployed function in its own processes, invoked as WeChat and CloudBase invoke it.
import { randomUUID } from 'node:crypto';
import type { Clock, Faults, Ledger, Spared } from '../../ports';
import { type Invoked, judge, outcomeOf } from './ending';
import { eventTooLarge, LARGEST_PAYLOAD_BYTES, notFound } from './failure';
import type { InvocationFacts } from './messages';
import { openPool, type Pool } from './pool';
import { type Ending, type FunctionProcess, startProcess } from './process';
import { callerVariables, ENVIRONMENT_ID, type InvokeContext, newApiToken, REGION, startingVariables } from './variables';

export type { Invoked } from './ending';
export type { Failure } from './failure';
export type { InvokeContext } from './variables';

export interface FunctionDefinition {
  name: string;
  /** Where the bundle is. */
  directory: string;
  /** 'index.main' */
  handler: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
}

/** The invocation a request of a function's process belongs to. */
export interface FunctionCaller extends Spared {
  invocation: string;
  functionName: string;
  person: string | null;
  app: string | null;
  device: string | null;
  /** Its SOURCE chain as sent on. */
  source: string;
  /** SIGKILL of the process. */
  kill(): void;
}

export interface Functions {
  /** @param invocation its id, where something before the function has already told it */
  invoke(name: string, event: unknown, context: InvokeContext, invocation?: string): Promise<Invoked>;
  /** @param token `wxCloudApiToken` of a request @param childId from the URL the process was given */
  callerOf(token: string | null, childId: string | null): FunctionCaller | null;
  names(): string[];
  /** Starts what stands ready, one function after the other. */
  warm(): Promise<void>;
  /** New invocations run in new processes; running ones finish where they are. */
  replaceChildren(): Promise<void>;
  /** Ends every process, running invocations too, and does `between` while none runs; new invocations wait until then. */
  restart(between: () => void): Promise<void>;
  /** Resolves when every process has the offset. */
  shiftClock(offset: number): Promise<void>;
  close(): Promise<void>;
}

export interface FunctionsOptions<D extends FunctionDefinition> {
  definitions: D[];
  /** The built runner, dist/emulator/child.cjs. */
  childFile: string;
  clock: Clock & { offset(): number };
  ledger: Ledger;
  faults: Faults;
  /** Configured variables of one function's process. */
  variablesOf(definition: D, childId: string): Record<string, string>;
  adminUrlOf(childId: string): string;
  addLine(line: { function: string; invocation: string; stream: 'out' | 'err'; text: string }): void;
}

/** `isUsed`: it was called since the world began. */
interface Deployed<D> { definition: D; pool: Pool; isUsed: boolean }
interface Use { invocation: string; functionName: string; token: string; context: InvokeContext }

export function openFunctions<D extends FunctionDefinition>(options: FunctionsOptions<D>): Functions {
  const pools = new Map<string, Deployed<D>>();
  const processes = new Map<string, FunctionProcess>();
  /** The running use of a process, or its last one: a call may still leave after the answer. */
  const uses = new Map<string, Use>();
  let children = 0;
  let closed = false;
  let warming = 0;
  /** While processes are ended for a restart. */
  let paused: Promise<void> = Promise.resolve();

  function start(definition: D): FunctionProcess {
    const id = `${definition.name}-${++children}`;
    const started = startProcess({
      id, definition, childFile: options.childFile, offset: options.clock.offset(),
      variables: startingVariables(options.adminUrlOf(id), options.variablesOf(definition, id)),
      onLine: (invocation, stream, text) => options.addLine({ function: definition.name, invocation, stream, text }),
    });
    processes.set(id, started);
    void started.exited.then(() => { processes.delete(id); uses.delete(id); });
    return started;
  }
  for (const definition of options.definitions) pools.set(definition.name, { definition, pool: openPool(() => start(definition)), isUsed: false });

  async function run({ definition, pool }: Deployed<D>, invocation: string, event: string, context: InvokeContext): Promise<Invoked> {
    const child = await pool.acquire(context.parent !== null);
    const call = options.ledger.begin(callStart(definition.name, invocation, event, context));
    const ending = child ? await endingOf(child, definition, invocation, event, context) : { kind: 'crash' } as const;
    const invoked = judge(ending, definition.timeoutSeconds, invocation);
    call.finish(outcomeOf(ending, invoked), ending.kind === 'result' ? Buffer.byteLength(ending.json) : 0);
    if (child) pool.release(child);
    return invoked;
  }
  async function endingOf(child: FunctionProcess, definition: D, invocation: string, event: string, context: InvokeContext): Promise<Ending> {
    const token = newApiToken();
    uses.set(child.id, { invocation, functionName: definition.name, token, context });
    const fault = options.faults.hit('function', definition.name, context.person, context).find(({ kind }) => kind === 'crash' || kind === 'timeout');
    if (fault?.kind === 'crash' || fault?.kind === 'timeout') {
      // The function does not run, and nobody waits the time limit for a timeout that was asked for.
      child.end(fault.kind);
      return { kind: fault.kind };
    }
    return child.run({ kind: 'invoke', invocation, event, variables: callerVariables(context, token), facts: factsOf(definition, invocation), offset: options.clock.offset() });
  }
  async function killAll(): Promise<void> {
    const gone = [...processes.values()].map((process) => { process.end('killed'); return process.exited; });
    await Promise.all(gone);
  }
  async function warm(wanted: Deployed<D>[] = [...pools.values()]): Promise<void> {
    const turn = ++warming;
    for (const { pool } of wanted) if (turn === warming && !closed) await pool.warm();
  }
  /** After a restart only what somebody calls stands ready again: processes that nobody wants take the processors from the others. */
  function warmUsed(): void {
    if (!closed) void warm([...pools.values()].filter(({ isUsed }) => isUsed));
  }
  return {
    async invoke(name, event, context, invocation = randomUUID()) {
      await paused;
      const text = JSON.stringify(withUserInfo(event, context)) ?? 'null';
      const found = pools.get(name);
      const failure = !found ? notFound() : isTooLarge(text, context) ? eventTooLarge() : null;
      if (found && !failure) {
        found.isUsed = true;
        return run(found, invocation, text, context);
      }
      const error = failure ?? notFound();
      options.ledger.begin(callStart(name, invocation, text, context)).finish(`error:${error.code}`, 0);
      return { ok: false, error, invocation };
    },
    callerOf(token, childId) {
      const byToken = [...uses].find(([, use]) => use.token === token);
      const id = byToken?.[0] ?? childId;
      const use = id === null ? undefined : uses.get(id);
      if (id === null || !use) return null;
      const { person, app, device, source, spared = false } = use.context;
      return { invocation: use.invocation, functionName: use.functionName, person, app, device, source: `${source ?? ''},scf`, spared, kill: () => processes.get(id)?.end('killed') };
    },
    names: () => [...pools.keys()],
    warm: () => warm(),
    async replaceChildren() {
      for (const { pool } of pools.values()) pool.retire();
      warmUsed();
    },
    async restart(between) {
      // What still warms up would start processes of the world that ends.
      warming += 1;
      const pausedHere = killAll();
      paused = pausedHere;
      for (const { pool } of pools.values()) { pool.dropLine(); pool.retire(); }
      await pausedHere;
      between();
      warmUsed();
    },
    async shiftClock(offset) {
      await Promise.all([...processes.values()].map((process) => process.shiftClock(offset)));
    },
    async close() {
      closed = true;
      for (const { pool } of pools.values()) pool.close();
      await killAll();
    },
  };
}

function callStart(name: string, invocation: string, event: string, { parent, person, app, device, trigger, request }: InvokeContext) {
  return { kind: 'function' as const, name, invocation, parent, person, app, device, ...(trigger && { trigger }), ...(request && { request }), bytesIn: Buffer.byteLength(event) };
}

/** HTTP access has limits of its own, for the body before it is base64. */
function isTooLarge(event: string, { trigger }: InvokeContext): boolean {
  return trigger !== 'http' && Buffer.byteLength(event) > LARGEST_PAYLOAD_BYTES;
}

/** WeChat adds `userInfo` to the event of a user's call, over a field of that name. */
function withUserInfo(event: unknown, { appid, openid }: InvokeContext): unknown {
  if (openid === null || typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  return { ...event, userInfo: { appId: appid, openId: openid } };
}

function factsOf(definition: FunctionDefinition, invocation: string): InvocationFacts {
  return {
    request_id: invocation, function_name: definition.name, function_version: '$LATEST', namespace: ENVIRONMENT_ID, tencentcloud_region: REGION,
    memory_limit_in_mb: definition.memoryMegabytes, time_limit_in_ms: definition.timeoutSeconds * 1000,
  };
}
