// "Build npm" without DevTools: packs, of the phone's npm packages, only what its pages and components reach.
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'acorn';
import { ICON_SHEET, iconSheet, iconsNamed } from './phone-icons.mjs';
import { withoutUnusedExports } from './phone-modules.mjs';
import { leanSheets } from './phone-styles.mjs';
import { tslibFor } from './phone-tslib.mjs';

/** What each kind of file names: `[what it says, suffixes to try]`. */
const REFERENCES = {
  '.json': (text) => Object.values(JSON.parse(text).usingComponents ?? {}).map((request) => [request, ['.json']]),
  '.wxml': (text) => [...text.matchAll(/<(?:import|include|wxs)\b[^>]*?\bsrc="([^"]+)"/g)].map(([, request]) => [request, ['', '.wxml']]),
  '.wxss': (text) => [...text.matchAll(/@import\s*(?:url\()?["']([^"']+)["']/g)].map(([, request]) => [request, ['']]),
  '.wxs': (text) => [...text.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)].map(([, request]) => [request, ['']]),
  '.js': (text) => modulesNamed(text).map((request) => [request, ['', '.js', '/index.js']]),
};
const PARTS_OF_A_COMPONENT = ['.js', '.wxml', '.wxss'];
const TSLIB = path.join('miniprogram_npm', 'tslib', 'index.js');
/** What names a class or a variable besides the style sheets themselves. */
const NAMES_STYLES = /\.(?:wxml|wxs|ts|js|json)$/;

function modulesNamed(text) {
  const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  const modules = tree.body.map((statement) => statement.source?.value).filter(Boolean);
  return [...modules, ...[...text.matchAll(/\b(?:require|import)\(\s*["']([^"']+)["']\s*\)/g)].map(([, request]) => request)];
}

const isFile = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** Every file below `folder` that the phone's authors wrote. */
function ownFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'miniprogram_npm' || entry.name === 'node_modules') return [];
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? ownFiles(file) : [file];
  });
}

/** A package's folder of a mini program build, by its name in node_modules. */
function packageFolder(modules, name) {
  const from = path.join(modules, name);
  const { miniprogram = 'miniprogram_dist' } = JSON.parse(fs.readFileSync(path.join(from, 'package.json'), 'utf8'));
  return path.join(from, miniprogram);
}

/** Where in its package a request leads: beside the file, else among the packages that the package brings along. */
function resolveIn(folder, file, request, suffixes) {
  const places = [path.resolve(path.dirname(file), request), path.join(folder, 'miniprogram_npm', request)];
  const found = places.flatMap((place) => suffixes.map((suffix) => place + suffix)).find(isFile);
  if (!found) throw new Error(`${path.relative(folder, file)} names ${request}, which is not in its package`);
  return found;
}

/** Everything of one package that the entry components reach. */
function reached(folder, entries) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    if (file.endsWith('.json')) for (const suffix of PARTS_OF_A_COMPONENT) { const part = file.replace(/\.json$/, suffix); if (isFile(part)) visit(part); }
    for (const [request, suffixes] of REFERENCES[path.extname(file)]?.(fs.readFileSync(file, 'utf8')) ?? []) visit(resolveIn(folder, file, request, suffixes));
  };
  for (const entry of entries) visit(path.join(folder, `${entry}.json`));
  return [...found];
}

/** What the phone's own json names of a package: 'button/button'. */
function entriesOf(phone, name) {
  const named = ownFiles(phone).filter((file) => file.endsWith('.json')).flatMap((file) => Object.values(JSON.parse(fs.readFileSync(file, 'utf8')).usingComponents ?? {}));
  return [...new Set(named.filter((request) => request.startsWith(`${name}/`)).map((request) => request.slice(name.length + 1)))].sort();
}

/** A byte that did not change keeps its file's time, so that what is compiled from it stays current; two builds at once write the same. */
function writeAll(out, contents) {
  for (const [name, content] of contents) {
    const file = path.join(out, name);
    if (isFile(file) && fs.readFileSync(file, 'utf8') === content) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, content);
    fs.renameSync(`${file}.${process.pid}`, file);
  }
  for (const name of fs.existsSync(out) ? fs.readdirSync(out, { recursive: true, encoding: 'utf8' }) : []) {
    if (isFile(path.join(out, name)) && !contents.has(name)) fs.rmSync(path.join(out, name), { force: true });
  }
}

/** What the packages say, with TDesign's icons drawn anew and its tslib written anew. */
function textsOf(folder, files, icons) {
  const read = new Map(files.map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]));
  if (read.has(ICON_SHEET)) read.set(ICON_SHEET, icons(read.get(ICON_SHEET)));
  if (read.has(TSLIB)) read.set(TSLIB, tslibFor([...read].filter(([name]) => name !== TSLIB).map(([, text]) => text)));
  return withoutUnusedExports(read);
}

/** The same with style sheets that hold what the phone can show. */
function lean(phone, contents) {
  const own = ownFiles(phone);
  const ownTexts = (kind) => own.filter((file) => kind.test(file)).map((file) => fs.readFileSync(file, 'utf8'));
  const packed = (kind) => [...contents].filter(([name]) => kind.test(name)).map(([, text]) => text);
  const appSheet = path.join(phone, 'app.wxss');
  const leaner = leanSheets({
    appSheet: isFile(appSheet) ? fs.readFileSync(appSheet, 'utf8') : '',
    sheets: [...ownTexts(/\.wxss$/), ...packed(/\.wxss$/)], texts: [...ownTexts(NAMES_STYLES), ...packed(NAMES_STYLES)],
  });
  return new Map([...contents].map(([name, text]) => [name, name.endsWith('.wxss') ? leaner(text) : text]));
}

/**
 * Packs into `phone`/miniprogram_npm what the phone's json names of the packages in `phone`/package.json.
 * @throws Error naming a component that is not in its package, or an icon that is used and not drawn
 */
export function packPhone({ phone, modules, drawings }) {
  const { dependencies = {} } = JSON.parse(fs.readFileSync(path.join(phone, 'package.json'), 'utf8'));
  const contents = new Map();
  for (const name of Object.keys(dependencies)) {
    const folder = packageFolder(modules, name);
    const entries = entriesOf(phone, name);
    const missing = entries.find((entry) => !isFile(path.join(folder, `${entry}.json`)));
    if (missing) throw new Error(`${name} has no component ${missing}, which a usingComponents names`);
    const files = reached(folder, entries);
    const used = () => iconsNamed([...files.filter((file) => path.relative(folder, file) !== ICON_SHEET), ...ownFiles(phone)]);
    for (const [file, content] of textsOf(folder, files, (original) => iconSheet(original, used(), drawings))) contents.set(path.join(name, file), content);
  }
  writeAll(path.join(phone, 'miniprogram_npm'), lean(phone, contents));
}
