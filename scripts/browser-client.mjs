// Makes dist/clients/browser, the client for web pages as it is published, and dist/site, the demo site that uses it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { copyTypes, declare } from './client-package.mjs';

const CLIENT = 'wechat-accounts.js';
/** WeChat's own browsers on phones are some years old. */
const SYNTAX = 'es2020';

export async function buildBrowserClient(root) {
  const source = path.join(root, 'clients/browser');
  const out = path.join(root, 'dist/clients/browser');
  const types = fs.mkdtempSync(path.join(os.tmpdir(), 'client-types-'));
  try {
    declare(root, { client: 'clients/browser', out: types, lib: ['es2022', 'dom', 'dom.iterable'], types: '' });
    fs.rmSync(out, { recursive: true, force: true });
    await build({ entryPoints: [path.join(source, 'index.ts')], outfile: path.join(out, CLIENT), bundle: true, platform: 'browser', target: SYNTAX, format: 'esm', minify: true, charset: 'utf8', legalComments: 'none', logLevel: 'warning', absWorkingDir: root });
    copyTypes(path.join(types, 'clients/browser'), out);
    copyTypes(path.join(types, 'contract'), path.join(out, 'contract'));
    for (const name of ['package.json', 'README.md']) fs.copyFileSync(path.join(source, name), path.join(out, name));
    fs.copyFileSync(path.join(root, 'LICENSE'), path.join(out, 'LICENSE'));
  } finally {
    fs.rmSync(types, { recursive: true, force: true });
  }
  laySite(root, path.join(out, CLIENT));
}

/** The pages as they are written, and the client beside them as any site would have it. */
function laySite(root, client) {
  const site = path.join(root, 'dist/site');
  fs.rmSync(site, { recursive: true, force: true });
  fs.cpSync(path.join(root, 'web/demo'), site, { recursive: true });
  fs.copyFileSync(client, path.join(site, CLIENT));
}
