// The phone's icons: our own drawings, as masks inside the style sheet, in place of a font of 2,352 from a CDN.
import fs from 'node:fs';
import path from 'node:path';

/** Where TDesign keeps its icons' sheet. */
export const ICON_SHEET = path.join('icon', 'icon.wxss');

/** What a component of TDesign shows by itself; [] for one that shows only what it is given. */
const SHOWN_BY_ITSELF = {
  'action-sheet': ['close'], avatar: [], button: [], cell: ['chevron-right'], dialog: ['close'], empty: [], icon: [], image: ['close'], link: [], popup: ['close'], switch: [], tag: ['close'],
  checkbox: ['check', 'check-circle-filled', 'check-rectangle-filled', 'minus-circle-filled', 'minus-rectangle-filled'],
  'message-item': ['info-circle-filled', 'check-circle-filled', 'error-circle-filled', 'close'],
  'notice-bar': ['info-circle-filled', 'check-circle-filled', 'error-circle-filled'],
  result: ['error-circle', 'check-circle', 'close-circle'],
  toast: ['check-circle', 'error-circle', 'close-circle'],
};
const ICON_ATTRIBUTE = /<(t-[\w-]+)\b((?:\{\{[\s\S]*?\}\}|"[^"]*"|[^>"])*)>/g;

function iconsOfComponent(json) {
  if (!Object.values(JSON.parse(fs.readFileSync(json, 'utf8')).usingComponents ?? {}).some((request) => request.endsWith('icon/icon'))) return [];
  const name = path.basename(json, '.json');
  const shown = SHOWN_BY_ITSELF[name];
  if (!shown) throw new Error(`<t-${name}> shows icons: list in scripts/phone-icons.mjs which ones it shows by itself`);
  return shown;
}

/** `user`, `{{on ? 'user' : 'close'}}`, `{{ {name: 'user', size: '40rpx'} }}`; what a name is compared with is none. */
function iconsInValue(value, where) {
  if (!value.includes('{{')) return [value];
  if (/^\{\{\s*(true|false)\s*\}\}$/.test(value)) return [];
  const named = /\bname\s*:/.test(value) ? value.matchAll(/\bname\s*:\s*'([^']*)'/g) : value.replace(/[!=]==?\s*'[^']*'/g, '').matchAll(/'([^']*)'/g);
  const icons = [...named].map(([, icon]) => icon);
  if (icons.length === 0) throw new Error(`${where}: ${value} names no icon in its text, so nobody can tell which one to draw`);
  return icons;
}

function iconsOfTemplate(wxml) {
  const text = fs.readFileSync(wxml, 'utf8');
  return [...text.matchAll(ICON_ATTRIBUTE)].flatMap(([, tag, attributes]) => {
    const names = tag === 'icon' || tag === 't-icon' ? 'name' : '(?:left-|right-|prefix-|suffix-)?icon';
    return [...attributes.matchAll(new RegExp(`(?<![\\w-])${names}="([^"]*)"`, 'g'))].flatMap(([, value]) => iconsInValue(value, wxml));
  });
}

/** The icons that `files` show: TDesign's components, and pages and components of our own. */
export function iconsNamed(files) {
  const icons = files.flatMap((file) => {
    if (file.includes(`${path.sep}miniprogram_dist${path.sep}`)) return file.endsWith('.json') ? iconsOfComponent(file) : [];
    return file.endsWith('.wxml') ? iconsOfTemplate(file) : [];
  });
  return [...new Set(icons)].filter(Boolean).sort();
}

function drawingOf(icon, drawings) {
  const file = path.join(drawings, `${icon}.svg`);
  if (!fs.existsSync(file)) throw new Error(`the icon ${icon} is used and not drawn: add ${icon}.svg to scripts/phone-icons`);
  const svg = fs.readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->|<title>[^<]*<\/title>/g, '').replace(/\s+/g, ' ').replace(/> </g, '><').trim();
  return svg.replace(/"/g, '\'').replace(/[#%<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** TDesign's sheet with its font taken out and a mask for each of `icons`, in the colour of the text around it. */
export function iconSheet(original, icons, drawings) {
  const kept = original.replace(/@font-face\s*\{[^}]*\}/g, '').split('\n').filter((rule) => !/:before\s*\{content:/.test(rule) && !/font-family:t!important/.test(rule));
  const shared = '.t-icon-base:before{content:\'\';display:block;width:1em;height:1em;background:currentColor;-webkit-mask:center/100% no-repeat;}';
  const masks = icons.map((icon) => `.t-icon-${icon}:before{-webkit-mask-image:url("data:image/svg+xml,${drawingOf(icon, drawings)}");}`);
  return `${[...kept, shared, ...masks].filter(Boolean).join('\n')}\n`;
}
