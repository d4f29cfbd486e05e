// What the phone packs of its npm packages, and what it refuses to pack.
import fs from 'node:fs';
import path from 'node:path';
import { component, pack, PROJECT, using, withPackages } from './a-packed-program';
import type { MiniProgram } from './mini-program';

const PHONE = path.join(PROJECT, 'miniprogram');
const KIT = 'miniprogram_npm/tdesign-miniprogram';
const PAGE = 'pages/one/one.json';
const BUTTON = using({ 't-button': component('button/button') });
const LIMIT_BYTES = 300 * 1024;
const programs: MiniProgram[] = [];

afterEach(async () => { for (const program of programs.splice(0)) await program.remove(); });

async function program(files: Record<string, string>): Promise<MiniProgram> {
  const made = await withPackages(files);
  programs.push(made);
  return made;
}

function filesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => fs.statSync(path.join(folder, name)).isFile()).sort();
}

const packedFiles = (root: string) => filesBelow(path.join(root, KIT));
const read = (root: string, file: string) => fs.readFileSync(path.join(root, KIT, file), 'utf8');

/** What a page of this WXML and json is refused for. */
async function refusal(files: Record<string, string>, drawings?: string): Promise<string> {
  const { root } = await program(files);
  return pack(root, drawings).then(() => 'packed', (error: Error) => error.message);
}

test('[PH-100] a page with a button packs the button, what it shows and what those import', async () => {
  const { root } = await program({ [PAGE]: BUTTON });
  await pack(root);
  const folders = [...new Set(packedFiles(root).map((file) => file.split('/')[0]))];
  expect(folders).toEqual(['button', 'common', 'icon', 'loading', 'miniprogram_npm']);
  expect(packedFiles(root)).toEqual(expect.arrayContaining(['button/button.js', 'button/button.json', 'button/button.wxml', 'button/button.wxss', 'button/props.js', 'common/template/icon.wxml', 'common/utils.wxs', 'miniprogram_npm/tslib/index.js']));
  expect(packedFiles(root).filter((file) => !/\.(js|json|wxml|wxss|wxs)$/.test(file))).toEqual([]);
});

test('[PH-100] app.json, pages and components name packages, and the packages packed before do not', async () => {
  const { root } = await program({
    'app.json': '{"pages":["pages/one/one"],"usingComponents":{"t-loading":"tdesign-miniprogram/loading/loading"}}', 'part/part.json': using({ 't-cell': component('cell/cell') }), 'part/part.wxml': '<t-cell/>',
    [`${KIT}/stale/stale.json`]: using({ 't-dialog': component('dialog/dialog') }),
  });
  await pack(root);
  const all = packedFiles(root);
  expect([all.includes('loading/loading.js'), all.includes('cell/cell.js'), all.includes('dialog/dialog.js'), all.includes('stale/stale.json')]).toEqual([true, true, false, false]);
});

test('[PH-100] the phone lists the versions that the project installs', () => {
  const [phone, project] = [PHONE, PROJECT].map((folder) => JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>);
  expect(Object.keys(phone?.dependencies ?? {})).toEqual(['tdesign-miniprogram']);
  expect(project?.devDependencies).toMatchObject(phone?.dependencies ?? {});
});

test('[PH-101] the sheet holds a drawing for each icon that is shown, and no font and no address', async () => {
  const { root } = await program({ [PAGE]: using({ 't-cell': component('cell/cell') }), 'pages/one/one.wxml': "<t-cell left-icon=\"{{on ? 'user' : 'mobile'}}\" arrow right-icon=\"{{ {name: 'camera', size: '40rpx'} }}\"/>" });
  await pack(root);
  const sheet = read(root, 'icon/icon.wxss');
  expect([...sheet.matchAll(/\.t-icon-([\w-]+):before\{-webkit-mask-image:url\("data:image\/svg\+xml,%3Csvg /g)].map(([, name]) => name)).toEqual(['camera', 'chevron-right', 'close', 'mobile', 'user']);
  expect(sheet).not.toMatch(/font-face|font-family/);
  expect(sheet).toContain('.t-icon__image{');
});

test('[PH-101] no file that the phone packs names an address', () => {
  const all = packedFiles(PHONE);
  expect(all).toContain('icon/icon.wxss');
  for (const file of all) expect([file, read(PHONE, file).replaceAll('http://www.w3.org/2000/svg', '').match(/https?:|gtimg|url\(\/\//i)]).toEqual([file, null]);
});

test('[PH-102] an icon without a drawing fails by name', async () => {
  expect(await refusal({ [PAGE]: BUTTON, 'pages/one/one.wxml': '<t-button icon="rocket"/>' })).toContain('the icon rocket is used and not drawn');
});

test('[PH-102] an icon that the text does not name fails', async () => {
  expect(await refusal({ [PAGE]: BUTTON, 'pages/one/one.wxml': '<t-button icon="{{icon}}"/>' })).toContain('{{icon}} names no icon in its text');
});

test('[PH-102] what an icon is compared with is no icon, nor is a name of something else', async () => {
  expect(await refusal({ [PAGE]: BUTTON, 'pages/one/one.wxml': "<t-button name=\"rocket\" icon=\"{{kind === 'rocket' ? 'user' : ''}}\" custom-icon=\"rocket\"/>" })).toBe('packed');
});

test('[PH-102] a component that its package does not hold fails by name', async () => {
  expect(await refusal({ [PAGE]: using({ 't-rocket': component('rocket/rocket') }) })).toContain('tdesign-miniprogram has no component rocket/rocket');
});

test('[PH-102] a component whose own icons nobody listed fails by name', async () => {
  expect(await refusal({ [PAGE]: using({ 't-rate': component('rate/rate') }) })).toContain('<t-rate> shows icons');
});

test('[PH-103] packing again touches no file that stays the same, and takes away what is no longer reached', async () => {
  const { root, write } = await program({ [PAGE]: using({ 't-button': component('button/button'), 't-dialog': component('dialog/dialog') }) });
  await pack(root);
  const long = new Date(1_000_000_000_000);
  for (const file of packedFiles(root)) fs.utimesSync(path.join(root, KIT, file), long, long);
  await write(PAGE, BUTTON);
  await pack(root);
  const left = packedFiles(root);
  expect([left.includes('button/button.js'), left.includes('dialog/dialog.js')]).toEqual([true, false]);
  const touched = left.filter((file) => fs.statSync(path.join(root, KIT, file)).mtimeMs !== long.getTime());
  expect(touched).toEqual(['button/button.wxss', 'common/utils.js', 'icon/icon.wxss', 'loading/loading.wxss']); // a dialog shows an icon to close it, names looks of the others, and calls a function of its own
});

test('[PH-104] the main package is at most 300 KB, its sources counted as they are written', () => {
  const files = filesBelow(PHONE).filter((file) => /\.(ts|js|json|wxml|wxss|wxs|png|jpg|svg)$/.test(file) && !/(tsconfig|package)\.json$/.test(file));
  const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(PHONE, file)).size, 0);
  expect(files.length).toBeGreaterThan(100);
  expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
});
