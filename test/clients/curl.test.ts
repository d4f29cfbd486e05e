// The shell lines of the documents, run as they stand there by a real bash against a centre that checks signatures.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { APP_ID, CALLER, type Centre, SECRET, startCentre } from './a-centre';
import { missing, writeStandIns } from './stand-ins';

const ROOT = path.resolve(__dirname, '../..');
const DOCUMENTS = ['docs/app-token.md', 'clients/node/README.md'];

let centre: Centre;
let folder: string;
beforeEach(async () => {
  centre = await startCentre();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-ins-'));
});
afterEach(async () => {
  await centre.stop();
  fs.rmSync(folder, { recursive: true });
});

/** The lines of a document that sign a request; the first, which only names the variables, is left out. */
const linesOf = (file: string): string[] => [...fs.readFileSync(path.join(ROOT, file), 'utf8').matchAll(/```sh\n(# BASE=[^\n]*\n)([\s\S]*?)```/g)].map((match) => match[2] ?? '');

function bash(lines: string, secret = SECRET): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, BASE: centre.url, CALLER, SECRET: secret, APPID: APP_ID, FAILED: centre.tokens[0]?.value };
    const child = spawn('bash', ['-c', lines], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { printed += text; });
    child.once('close', () => resolve(printed));
  });
}

test('[CL-12] both documents, in both languages, show the same lines', () => {
  expect(new Set(DOCUMENTS.flatMap(linesOf)).size).toBe(1);
  expect(DOCUMENTS.map((file) => linesOf(file).length)).toEqual([2, 1]);
});

test.each([['curl and openssl of this machine', missing], ['stand-ins for both', () => ['curl', 'openssl']]])('[CL-12] by %s they get a token, and another for one that is reported', async (_with, which) => {
  const names = which();
  if (names.length > 0) writeStandIns(folder, names);
  const before = centre.tokens.map(({ value, expiresAt }) => JSON.stringify({ ok: true, value: { appAccessToken: value, expiresAt } }));
  const [lines = ''] = linesOf('docs/app-token.md');
  expect(await bash(lines)).toBe(`${before[0]}${before[1]}`);
  expect([centre.asked.map(({ method }) => method), centre.forged()]).toEqual([['GET', 'POST'], 0]);
});

test('[CL-12] with another secret they get nothing', async () => {
  writeStandIns(folder, missing());
  const printed = await bash(linesOf('docs/app-token.md')[0] ?? '', `-${SECRET.slice(1)}`);
  expect([printed.match(/"code":"forbidden"/g)?.length, centre.forged(), centre.asked]).toEqual([2, 2, []]);
});
