// What the packed style sheets keep and leave out, and that the phone looks the same by it.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';
import { component, pack, PROJECT, using, withPackages } from './a-packed-program';
import type { MiniProgram } from './mini-program';

const KIT = 'miniprogram_npm/tdesign-miniprogram';
const PAGE = { 'pages/one/one.json': using({ 't-button': component('button/button') }) };
const programs: MiniProgram[] = [];

afterEach(async () => { for (const program of programs.splice(0)) await program.remove(); });

async function packed(files: Record<string, string>): Promise<(file: string) => string> {
  const program = await withPackages({ ...PAGE, ...files });
  programs.push(program);
  await pack(program.root);
  return (file) => fs.readFileSync(path.join(program.root, KIT, file), 'utf8');
}

const sheetOf = async (files: Record<string, string>) => (await packed(files))('button/button.wxss');

/** Runs a script of the build in a process of its own, which speaks its module format. */
async function evaluate(script: string, value: unknown): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, JSON.stringify(value)]);
  return JSON.parse(stdout) as unknown;
}

const scriptAt = (file: string) => JSON.stringify(pathToFileURL(path.join(PROJECT, 'scripts', file)).href);

function lean(sheet: string, { appSheet = '', sheets = [], texts = [] }: { appSheet?: string; sheets?: string[]; texts?: string[] } = {}): Promise<unknown> {
  const script = `import { leanSheets } from ${scriptAt('phone-styles.mjs')}; const { sheet, ...rest } = JSON.parse(process.argv[1]); process.stdout.write(JSON.stringify(leanSheets(rest)(sheet)));`;
  return evaluate(script, { sheet, appSheet, sheets: [...sheets, sheet], texts });
}

test('[PH-198] a size that a template names is styled, one that nobody names is not, and a default always is', async () => {
  const [without, withSmall, asked] = await Promise.all([
    sheetOf({}), sheetOf({ 'pages/one/one.wxml': '<t-button size="extra-small"/>' }), sheetOf({ 'pages/one/one.js': "Page({ data: { variant: 'outline' } })", 'pages/one/one.wxml': '<t-button variant="{{variant}}"/>' }),
  ]);
  const styles = (sheet: string) => ['size-medium', 'default', 'size-extra-small', 'outline'].map((modifier) => sheet.includes(`.t-button--${modifier}{`) || sheet.includes(`.t-button--${modifier}.`));
  expect([styles(without), styles(withSmall), styles(asked)]).toEqual([[true, true, false, false], [true, true, true, false], [true, true, false, true]]);
});

test('[PH-198] of several selectors the possible ones stay; what a selector excludes need not be there, and a keyframe is none', async () => {
  const sheet = '.a--red,.a--blue{top:0;}.a--red .b{top:1px;}.a:not(.a--red){top:2px;}@keyframes turn{from{top:0}to{top:1px}}.a--red{top:3px;}';
  expect(await lean(sheet, { texts: ["cls: 'blue'"] })).toBe('.a--blue{top:0;}.a:not(.a--red){top:2px;}@keyframes turn{from{top:0}to{top:1px}}');
});

test('[PH-199] a variable that nobody sets is its fallback, one that the whole page sets needs none, and one that is set or named anywhere stays as it was', async () => {
  const sheet = '.a{top:var(--t,calc(var(--page, 2px) * 2));left:var(--elsewhere,var(--t, 3px)) 1px;width:var(--code, 1px);height:var(--none);}';
  const set = { appSheet: 'page{--page:9px;}', sheets: ['.b{--elsewhere:7px;}'], texts: ['<view style="--code: 2px"/>'] };
  expect(await lean(sheet, set)).toBe('.a{top:calc(var(--page) * 2);left:var(--elsewhere,3px) 1px;width:var(--code,1px);height:var(--none);}');
});

test('[PH-199] the phone’s own packed sheets ask for no variable that nobody sets', () => {
  const phone = path.join(PROJECT, 'miniprogram');
  const all = fs.readdirSync(phone, { recursive: true, encoding: 'utf8' });
  const textsOf = (kind: RegExp) => all.filter((file) => kind.test(file)).map((file) => fs.readFileSync(path.join(phone, file), 'utf8'));
  const set = new Set([
    ...textsOf(/\.wxss$/).flatMap((sheet) => [...sheet.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name)),
    ...textsOf(/\.(wxml|wxs|js|ts)$/).flatMap((text) => [...text.matchAll(/--td-[\w-]+/g)].map(([name]) => name)),
  ]);
  const withFallback = textsOf(/\.wxss$/).flatMap((sheet) => [...sheet.matchAll(/var\((--td-[\w-]+)\s*,/g)].map(([, name]) => name));
  expect(withFallback.length).toBeGreaterThan(0);
  expect(withFallback.filter((name) => !set.has(name))).toEqual([]);
});

const BEHAVIOUR = `
const { make, original } = JSON.parse(process.argv[1]);
const written = await import('data:text/javascript,' + encodeURIComponent(make));
const { createRequire } = await import('node:module');
const theirs = createRequire(import.meta.url)(original);
const tried = async ({ __decorate, __awaiter }) => {
  const order = [];
  const mark = (name, made) => (target) => { order.push(name + target.name); return made; };
  class One {} class Two {}
  const decorated = [__decorate([mark('a', Two), mark('b', undefined)], One).name, __decorate([mark('c', undefined)], One).name];
  const self = { base: 40 };
  const sum = await __awaiter(self, [2], undefined, function* (more) { try { yield Promise.reject(new Error('no')); } catch (error) { order.push(error.message); } return this.base + (yield more); });
  const failed = await __awaiter(self, undefined, undefined, function* () { yield 1; throw new Error('thrown'); }).catch((error) => error.message);
  return { order, decorated, sum, failed };
};
process.stdout.write(JSON.stringify([await tried(written), await tried(theirs)]));`;

test('[PH-200] what is written in place of tslib decorates, waits and fails as tslib does', async () => {
  const make = (await packed({ 'pages/one/one.json': using({ 't-image': component('image/image') }) }))('miniprogram_npm/tslib/index.js');
  const theirs = path.join(PROJECT, 'node_modules/tdesign-miniprogram/miniprogram_dist/miniprogram_npm/tslib/index.js');
  const [written, original] = await evaluate(BEHAVIOUR, { make, original: theirs }) as unknown[];
  expect(written).toEqual({ order: ['bOne', 'aOne', 'cOne', 'no'], decorated: ['Two', 'One'], sum: 42, failed: 'thrown' });
  expect(original).toEqual(written);
});

test('[PH-200] it holds what is imported alone, and an import that nobody wrote fails by name', async () => {
  const script = `import { tslibFor } from ${scriptAt('phone-tslib.mjs')}; let said; try { said = tslibFor(JSON.parse(process.argv[1])); } catch (error) { said = error.message; } process.stdout.write(JSON.stringify(said));`;
  const one = await evaluate(script, ['import{__decorate}from"tslib";']);
  expect([String(one).includes('__decorate'), String(one).includes('__awaiter')]).toEqual([true, false]);
  expect(await evaluate(script, ['import { __decorate, __rest as rest } from "tslib"'])).toContain("tslib's __rest is used and not written");
});

const TEXTS = {
  'common/a.js': 'export const used=()=>1,beside=2;export function unused(){return needed()}export const alone="gone";const needed=()=>"also gone";export const inside=()=>3;export const twice=()=>inside()*2;',
  'common/whole.js': 'export const one=1;export const two=2;', 'common/index.js': 'export { used } from "./a";export * from "./whole";',
  'part/part.js': 'import { twice as double } from "../common/a";import * as all from "../common/whole";export default double;export const kept=all;', 'part/part.wxml': '<view/>',
};

test('[PH-219] a packed module holds what others import of it and what that needs; one that is taken whole, or that nobody imports, stays as it is', async () => {
  const script = `import { withoutUnusedExports } from ${scriptAt('phone-modules.mjs')}; process.stdout.write(JSON.stringify(Object.fromEntries(withoutUnusedExports(new Map(Object.entries(JSON.parse(process.argv[1])))))));`;
  const left = await evaluate(script, TEXTS) as typeof TEXTS;
  expect({ ...left, 'common/a.js': '' }).toEqual({ ...TEXTS, 'common/a.js': '' });
  const made = await evaluate("const made = await import('data:text/javascript,' + encodeURIComponent(JSON.parse(process.argv[1]))); process.stdout.write(JSON.stringify([Object.keys(made).sort(), made.used(), made.twice()]));", left['common/a.js']);
  expect([made, left['common/a.js'].includes('gone')]).toEqual([[['beside', 'twice', 'used'], 1, 6], false]);
  const late = { ...TEXTS, 'part/late.js': 'export const load=()=>import("../common/a");' };
  expect(await evaluate(script, late)).toEqual(late);
});
