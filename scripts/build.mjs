// Builds what runs: function bundles, the local world, the browser runtime, the clients for other servers and for web pages, the demo site. Skips what is newer than its sources.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildBrowserClient } from './browser-client.mjs';
import { buildNodeClient } from './client-package.mjs';
import { packPhone } from './phone-packages.mjs';

export const ROOT = path.resolve(import.meta.dirname, '..');
const at = (...parts) => path.join(ROOT, ...parts);

/** @returns {string[]} every door: a folder of cloudfunctions/ with an index.ts */
export const doors = () => fs.readdirSync(at('cloudfunctions'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && fs.existsSync(at('cloudfunctions', entry.name, 'index.ts'))).map((entry) => entry.name);

function newest(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs.readdirSync(file).reduce((latest, name) => Math.max(latest, newest(path.join(file, name))), stat.mtimeMs);
}

/** Runs `make` when one of `sources` is newer than the stamp it left last time. */
async function whenStale(name, sources, make, force) {
  const stamp = at('dist', `.${name}.stamp`);
  const made = fs.statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const inputs = ['scripts/build.mjs', 'package-lock.json', ...sources];
  const started = new Date();
  if (!force && inputs.every((source) => newest(at(source)) <= made)) return;
  await make();
  fs.mkdirSync(at('dist'), { recursive: true });
  fs.writeFileSync(stamp, '');
  fs.utimesSync(stamp, started, started);
}

// 'dynamic-import' off: what is loaded late is still loaded by require, as the cloud's own launcher does.
const forCloud = { bundle: true, platform: 'node', target: 'node18', supported: { 'dynamic-import': false }, format: 'cjs', minify: true, legalComments: 'none', logLevel: 'warning', absWorkingDir: ROOT };

/** The SDK is a file of its own beside the door: merely reading its 1.2 MB costs 20 ms of CPU, and a refusal needs none of it. */
const sdkBeside = {
  name: 'sdk-beside',
  setup(bundle) { bundle.onResolve({ filter: /^wx-server-sdk$/ }, () => ({ path: './sdk.js', external: true })); },
};

/** Bundles each door for the cloud: nothing to install there. */
async function buildFunctions() {
  fs.rmSync(at('dist/cloudfunctions'), { recursive: true, force: true });
  await build({ ...forCloud, entryPoints: [at('node_modules/wx-server-sdk/index.js')], outfile: at('dist/sdk.js') });
  await Promise.all(doors().map(async (door) => {
    const out = at('dist/cloudfunctions', door);
    await build({ ...forCloud, entryPoints: [at('cloudfunctions', door, 'index.ts')], outfile: path.join(out, 'index.js'), plugins: [sdkBeside] });
    fs.copyFileSync(at('dist/sdk.js'), path.join(out, 'sdk.js'));
    for (const name of ['package.json', 'config.json']) fs.copyFileSync(at('cloudfunctions', door, name), path.join(out, name));
  }));
}

/** The local world and the process that runs a function. */
async function buildEmulator() {
  const common = { bundle: true, platform: 'node', target: 'node20', packages: 'external', sourcemap: true, logLevel: 'warning', absWorkingDir: ROOT };
  await Promise.all([
    build({ ...common, entryPoints: { main: at('emulator/world/main.ts') }, outdir: at('dist/emulator'), format: 'esm', outExtension: { '.js': '.mjs' } }),
    build({ ...common, entryPoints: { child: at('emulator/cloudbase/functions/child.ts') }, outdir: at('dist/emulator'), format: 'cjs', outExtension: { '.js': '.cjs' } }),
  ]);
}

/** What the browser loads: WeChat's component engine with our shell, and the workbench page. */
async function buildBrowser() {
  const common = { bundle: true, platform: 'browser', target: 'es2022', format: 'iife', minify: true, logLevel: 'warning', absWorkingDir: ROOT };
  const pages = [['emulator/preview/runtime/main.ts', 'dist/preview/runtime.js'], ['emulator/console/page/main.ts', 'dist/console/page.js']];
  await Promise.all(pages.filter(([entry]) => fs.existsSync(at(entry))).map(([entry, outfile]) => build({ ...common, entryPoints: [at(entry)], outfile: at(outfile) })));
  for (const [from, to] of [['emulator/preview/runtime', 'dist/preview'], ['emulator/console/page', 'dist/console']]) {
    fs.mkdirSync(at(to), { recursive: true });
    for (const name of fs.readdirSync(at(from)).filter((file) => /\.(css|html|svg)$/.test(file))) fs.copyFileSync(at(from, name), at(to, name));
  }
}

/** Also where somebody has thrown the folder away. */
const noPhonePackages = () => !fs.existsSync(at('miniprogram/miniprogram_npm'));

export async function buildAll({ force = false } = {}) {
  const product = ['contract', 'auth', 'wechat', 'cloudbase', 'cloudfunctions'];
  const namesPhonePackages = ['miniprogram/package.json', 'miniprogram/app.json', 'miniprogram/app.wxss', 'miniprogram/components', 'miniprogram/pages', 'miniprogram/services', 'miniprogram/i18n', 'scripts/phone-packages.mjs', 'scripts/phone-icons.mjs', 'scripts/phone-icons', 'scripts/phone-modules.mjs', 'scripts/phone-styles.mjs', 'scripts/phone-tslib.mjs'];
  await Promise.all([
    whenStale('functions', product, buildFunctions, force),
    whenStale('emulator', ['emulator'], buildEmulator, force),
    whenStale('browser', ['emulator/preview', 'emulator/console/page'], buildBrowser, force),
    whenStale('node-client', ['clients/node', 'contract', 'scripts/client-package.mjs'], () => buildNodeClient(ROOT), force),
    whenStale('browser-client', ['clients/browser', 'web/demo', 'contract', 'scripts/client-package.mjs', 'scripts/browser-client.mjs'], () => buildBrowserClient(ROOT), force),
    whenStale('phone-packages', namesPhonePackages, () => packPhone({ phone: at('miniprogram'), modules: at('node_modules'), drawings: at('scripts/phone-icons') }), force || noPhonePackages()),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll({ force: process.argv.includes('--force') });
