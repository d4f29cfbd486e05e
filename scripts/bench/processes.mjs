// Starts a program of ours, waits for its ready line, ends it and only it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Resolves with the first line of stdout that is JSON, when it came, and a way to end the process. */
export function startProcess(args, options = {}) {
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => { child.kill('SIGTERM'); await ended; };
  return new Promise((resolve, reject) => {
    let said = '';
    let complained = '';
    child.stderr.on('data', (chunk) => { complained = `${complained}${chunk}`.slice(-2000); });
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const line = said.split('\n').slice(0, -1).find((text) => text.startsWith('{'));
      if (line) resolve({ ready: JSON.parse(line), took: performance.now() - began, began, stop });
    });
    void ended.then((code) => reject(new Error(`the process ended with ${code} before it was ready: ${complained}`)));
  });
}

/** The local world on a free port with an empty folder of its own, gone afterwards. */
export async function startWorld(...args) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const world = await startProcess(['scripts/start.mjs', '--json', '--port', '0', '--data', data, ...args]);
  return { ...world, data, url: world.ready.url, stop: async () => { await world.stop(); fs.rmSync(data, { recursive: true, force: true }); } };
}

/** A server of bare Node: the least that can answer. `handler` is the source of a function (body, response). */
export const startBare = (handler) => startProcess(['-e', `
  const answer = ${handler};
  require('node:http').createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => answer(Buffer.concat(chunks).toString(), response));
  }).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ url: 'http://127.0.0.1:' + this.address().port })); });
`]);
