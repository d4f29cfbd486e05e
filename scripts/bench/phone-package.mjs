// How large the mini program is: its files as they stand, scripts minified as DevTools does when it uploads.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { transformSync } from 'esbuild';
import { filesBelow, kilobytes } from './measure.mjs';
import { ROOT } from './processes.mjs';

const PHONE = path.join(ROOT, 'miniprogram');
const UPLOADED = /\.(ts|js|json|wxml|wxss|wxs|png|jpg|svg)$/;
const NOT_UPLOADED = /(^|\/)(tsconfig\.json|package\.json|.*\.d\.ts)$/;

function contentOf(file) {
  const text = fs.readFileSync(file);
  return file.endsWith('.ts') ? Buffer.from(transformSync(text.toString(), { loader: 'ts', format: 'cjs', minify: true, target: 'es2018' }).code) : text;
}

/** Bytes as they are read and as a zip holds them. */
function sizeOf(files) {
  const contents = files.map(contentOf);
  const raw = contents.reduce((sum, content) => sum + content.length, 0);
  const packed = contents.reduce((sum, content) => sum + zlib.deflateRawSync(content, { level: 9 }).length, 0);
  return `${kilobytes(raw)} / ${kilobytes(packed)}`;
}

export function phonePackage() {
  const files = filesBelow(PHONE).filter((file) => UPLOADED.test(file) && !NOT_UPLOADED.test(path.relative(PHONE, file)));
  const own = files.filter((file) => !path.relative(PHONE, file).startsWith('miniprogram_npm'));
  return [
    { figure: 'mini program, raw / zipped', measured: sizeOf(files), goal: 'main package ≤ 300 KB', baseline: 'WeChat\'s limit for a main package 2048.0 KB' },
    { figure: 'of it written here, raw / zipped', measured: sizeOf(own), goal: '-', baseline: 'the rest is TDesign; the whole of it is 1,170 KB' },
  ];
}
