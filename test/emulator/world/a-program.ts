// Starts the local world as a program, ready or not, and ends what a failed test left running.
import { type ChildProcess, spawn } from 'node:child_process';
import { type LocalWorld, PROJECT, type StartOptions, startWorld } from '../../support/local-world';

export interface Ended { code: number | null; out: string; err: string }

const started: ChildProcess[] = [];

export function endLeftOvers(): void {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
}

export function start(args: string[], variables: Record<string, string> = {}, command = ['node', 'scripts/start.mjs']): { process: ChildProcess; ended: Promise<Ended> } {
  const [program = 'node', ...first] = command;
  const child = spawn(program, [...first, ...args], { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...variables } });
  started.push(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { out += chunk; });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { err += chunk; });
  return { process: child, ended: new Promise((resolve) => { child.once('close', (code) => resolve({ code, out, err })); }) };
}

export async function openWorld(options: StartOptions): Promise<LocalWorld> {
  const world = await startWorld(options);
  started.push(world.process);
  return world;
}
