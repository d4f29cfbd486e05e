// Makes dist/clients/node: the Node client as it is published, with its types and without anything to install.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const TYPES_OF_CONTRACT = 'contract';

/** Declarations of the client and of the words it shares with the cloud. That the types fit is for `npm run typecheck` to say. */
export function declare(root, { client, out, lib, types }) {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--ignoreConfig', '--declaration', '--emitDeclarationOnly', '--strict', '--skipLibCheck', '--target', 'es2022', '--lib', lib.join(','), '--module', 'esnext', '--moduleResolution', 'bundler', '--types', types, '--rootDir', '.', '--outDir', out];
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, `${client}/index.ts`, ...options], { cwd: root, encoding: 'utf8' });
  if (!fs.existsSync(path.join(out, client, 'index.d.ts'))) throw new Error(`The types of ${client} were not written: ${stdout}${stderr}`);
}

/** The contract stands beside the client's own folders in the package, two floors lower than in the repository. */
const OF_CONTRACT = new RegExp(`^\\.\\./\\.\\./((?:\\.\\./)*)${TYPES_OF_CONTRACT}/`);
/** Node's own resolution, which TypeScript follows for a package of modules, wants every ending. */
const withEndings = (text) => text.replace(/(from ['"])(\.[^'"]*)(['"])/g, (_all, before, target, after) => `${before}${target.replace(OF_CONTRACT, (_up, up) => `${up || './'}${TYPES_OF_CONTRACT}/`)}.js${after}`);

export function copyTypes(from, to) {
  for (const name of fs.readdirSync(from, { recursive: true }).filter((file) => file.endsWith('.d.ts'))) {
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    fs.writeFileSync(path.join(to, name), withEndings(fs.readFileSync(path.join(from, name), 'utf8')));
  }
}

export async function buildNodeClient(root) {
  const source = path.join(root, 'clients/node');
  const out = path.join(root, 'dist/clients/node');
  const types = fs.mkdtempSync(path.join(os.tmpdir(), 'client-types-'));
  try {
    declare(root, { client: 'clients/node', out: types, lib: ['es2022'], types: 'node' });
    fs.rmSync(out, { recursive: true, force: true });
    await build({ entryPoints: [path.join(source, 'index.ts')], outfile: path.join(out, 'index.js'), bundle: true, platform: 'node', target: 'node18', format: 'esm', logLevel: 'warning', absWorkingDir: root });
    copyTypes(path.join(types, 'clients/node'), out);
    copyTypes(path.join(types, TYPES_OF_CONTRACT), path.join(out, TYPES_OF_CONTRACT));
    for (const name of ['package.json', 'README.md', 'examples']) fs.cpSync(path.join(source, name), path.join(out, name), { recursive: true });
    fs.copyFileSync(path.join(root, 'LICENSE'), path.join(out, 'LICENSE'));
  } finally {
    fs.rmSync(types, { recursive: true, force: true });
  }
}
