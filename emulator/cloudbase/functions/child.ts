// The process one function runs in: shifted clock first, then the bundle, then one event at a time, as SCF does.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { captureOutput } from './captured-output';
import type { FromChild, InvokeMessage, ToChild } from './messages';
import { callMain, type Main } from './call-main';
import { installShiftedDate } from './shifted-date';

const setOffset = installShiftedDate();
let invocation = '';
let running = false;
let main: Main | null = null;
let loadFailure = '';
let variablesOfLastCaller: string[] = [];
const flushOutput = captureOutput((stream, text) => send({ kind: 'line', invocation, stream, text }));

function send(message: FromChild): void {
  if (process.connected) process.send?.(message);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}

function load(directory: string, handler: string): void {
  const [file = 'index', name = 'main'] = handler.split('.');
  try {
    const requireThere = createRequire(path.join(directory, 'package.json'));
    const bundle = requireThere(`./${file}`) as Record<string, unknown>;
    if (typeof bundle[name] !== 'function') throw new TypeError(`${handler} is not a function exported by the bundle`);
    main = bundle[name] as Main;
    // An SDK beside the bundle is loaded while the process stands ready, as an instance's that has served before: racers then start level.
    if (fs.existsSync(path.join(directory, 'sdk.js'))) requireThere('./sdk.js');
  } catch (error) {
    loadFailure = describe(error);
  }
  send({ kind: 'ready' });
}

function becomeCaller(variables: Record<string, string>): void {
  for (const name of variablesOfLastCaller) if (!Object.hasOwn(variables, name)) delete process.env[name];
  // Setting one is a call of the system's library; most are as they were.
  for (const [name, value] of Object.entries(variables)) if (process.env[name] !== value) process.env[name] = value;
  variablesOfLastCaller = Object.keys(variables);
}

function answer(message: FromChild): void {
  if (!running) return;
  running = false;
  flushOutput();
  send(message);
}

async function invoke(message: InvokeMessage): Promise<void> {
  const id = message.invocation;
  invocation = id;
  running = true;
  becomeCaller(message.variables);
  try {
    if (!main) throw new Error(loadFailure);
    const result = await callMain(main, JSON.parse(message.event), message.facts, message.variables);
    answer({ kind: 'result', invocation: id, json: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    answer({ kind: 'failed', invocation: id, message: main ? describe(error) : loadFailure, leaving: false });
  }
}

process.on('message', (message: ToChild) => {
  if (message.kind === 'invoke') setOffset(message.offset);
  if (message.kind === 'invoke') void invoke(message);
  if (message.kind === 'clock') {
    setOffset(message.offset);
    send({ kind: 'clock-set', turn: message.turn });
  }
  if (message.kind === 'load') {
    setOffset(message.offset);
    load(message.directory, message.handler);
  }
});
// SCF reports what nobody caught as that invocation's failure; the process is not used again.
process.on('uncaughtException', (error) => {
  console.error(describe(error));
  flushOutput();
  answer({ kind: 'failed', invocation, message: describe(error), leaving: true });
  setImmediate(() => process.exit(1));
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole terminal group; the world ends its children itself.
process.on('SIGINT', () => undefined);
