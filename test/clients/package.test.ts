// The client as it is published: a stranger's server imports the built package, with its types, and the example runs.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { APP_ID, CALLER, type Centre, HOUR, SECRET, startCentre } from './a-centre';

const ROOT = path.resolve(__dirname, '../..');
const BUILT = path.join(ROOT, 'dist/clients/node');

let centre: Centre;
let folder: string;
beforeEach(async () => {
  centre = await startCentre();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'a-server-'));
});
afterEach(async () => {
  await centre.stop();
  fs.rmSync(folder, { recursive: true });
});

function node(args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '', URL: centre.url, SECRET } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** As npm would. */
function install(): void {
  fs.cpSync(BUILT, path.join(folder, 'node_modules/wechat-accounts-node'), { recursive: true });
}

test('[CL-13] a server that installs nothing else imports the package by its name and asks', async () => {
  install();
  fs.writeFileSync(path.join(folder, 'server.mjs'), `
    import { appTokenClient, AppTokenRefused, signRequest } from 'wechat-accounts-node';
    const centre = appTokenClient({ url: process.env.URL, caller: '${CALLER}', secret: process.env.SECRET });
    const { appAccessToken } = await centre.get('${APP_ID}');
    const refused = await centre.get('wxfa4e00000000000f').catch((error) => error);
    console.log(appAccessToken.length, refused instanceof AppTokenRefused, refused.code, typeof signRequest);`);
  expect(await node(['server.mjs'])).toEqual({ code: 0, said: `${centre.tokens[0]?.value.length} true not-found function\n` });
});

test('[CL-13] its types resolve for TypeScript as Node resolves, with nothing of this repository in sight', async () => {
  install();
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  fs.writeFileSync(path.join(folder, 'good.ts'), `
    import { appTokenClient, type AppToken, type RefusalCode, AppTokenRefused } from 'wechat-accounts-node';
    const centre = appTokenClient({ url: 'https://centre.example.com', caller: 'shop', secret: 'x' });
    const token: Promise<AppToken> = centre.get('wx');
    export const length: Promise<number> = token.then(({ appAccessToken }) => appAccessToken.length);
    export const code = (error: AppTokenRefused): RefusalCode => error.code;
    export const sent: Promise<{ errcode: number; msgid: string }> = centre.withToken('wx', async () => ({ errcode: 0, msgid: '1' }));`);
  fs.writeFileSync(path.join(folder, 'bad.ts'), `
    import { appTokenClient } from 'wechat-accounts-node';
    appTokenClient({ url: 'https://centre.example.com', caller: 'shop' });
    export const code: 'nothing-of-the-kind' = (await appTokenClient({ url: '', caller: '', secret: '' }).get('wx')).expiresAt;`);
  const check = (file: string) => node([path.join(ROOT, 'node_modules/typescript/bin/tsc'), file, '--noEmit', '--ignoreConfig', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022', '--types', '']);
  expect(await check('good.ts')).toEqual({ code: 0, said: '' });
  const { said } = await check('bad.ts');
  expect(said.match(/error TS\d+/g)).toEqual(['error TS2741', 'error TS2322']);
});

test('[CL-13] it needs Node’s own modules alone, and brings its licence, its README and its example', () => {
  const text = fs.readFileSync(path.join(BUILT, 'index.js'), 'utf8');
  const imported = [...text.matchAll(/^import .* from "([^"]+)"/gm)].map((match) => match[1] ?? '');
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((name) => !name.startsWith('node:') || !builtinModules.includes(name.slice(5)))).toEqual([]);
  expect(text).not.toMatch(/api\.weixin\.qq\.com|cgi-bin|session_key/);
  expect(fs.readdirSync(BUILT)).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'contract', 'examples', 'index.d.ts', 'index.js', 'package.json']));
  const { dependencies, engines, private: isPrivate } = JSON.parse(fs.readFileSync(path.join(BUILT, 'package.json'), 'utf8')) as Record<string, unknown>;
  expect([dependencies, engines, isPrivate]).toEqual([undefined, { node: '>=18' }, undefined]);
});

const EXAMPLE = path.join(BUILT, 'examples/app-token.mjs');

function layWorldFiles(port: number): void {
  fs.writeFileSync(path.join(folder, 'world.json'), JSON.stringify({ port }));
  fs.writeFileSync(path.join(folder, 'server-key'), `${CALLER}.${SECRET}\n`);
}

test('[CL-13] the example asks with the key that lies beside a world, by the world’s time, and prints no token', async () => {
  layWorldFiles(Number(new URL(centre.url).port));
  centre.pass(HOUR);
  const { value = '', expiresAt = 0 } = centre.tokens[0] ?? {};
  expect(await node([EXAMPLE, APP_ID, folder])).toEqual({ code: 0, said: `${APP_ID}: a token of ${value.length} characters, until ${new Date(expiresAt).toISOString()}\n` });
});

test('[CL-13] where the world’s files are missing or nobody answers, the example says so in a sentence, and how it is used', async () => {
  const said = async () => {
    const { code, said: text } = await node([EXAMPLE, APP_ID, folder]);
    expect([code, text.split('\n').slice(1, 3)]).toEqual([2, ['', 'node app-token.mjs [appid] [the world\'s data folder]']]);
    return text.split('\n')[0];
  };
  expect(await said()).toMatch(/^There is no \S+world\.json: start the local world/);
  layWorldFiles(1);
  expect(await said()).toBe('Nobody answers at http://127.0.0.1:1: start the local world (npm start).');
  fs.rmSync(path.join(folder, 'server-key'));
  expect(await said()).toMatch(/^There is no \S+server-key: /);
});
