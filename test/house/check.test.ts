// The type check and the linter, so that `npm test` is the whole check.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './tree';

interface Ended { code: number; said: string }

function run(program: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(ROOT, 'node_modules', program), ...args], { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, said: error ? stdout + stderr : '' });
    });
  });
}

test('[HO-19] every world type-checks under strict', async () => {
  expect(await run('typescript/bin/tsc', '-b')).toEqual({ code: 0, said: '' });
}, 120_000);

test('[HO-20] the linter has nothing to say', async () => {
  expect(await run('@biomejs/biome/bin/biome', 'lint', '--error-on-warnings')).toEqual({ code: 0, said: '' });
}, 60_000);
