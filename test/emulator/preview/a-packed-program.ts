// A small mini program with npm packages: packed as the phone's own is, by the build's script in a process of its own.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';
import { type MiniProgram, miniProgram } from './mini-program';

export const PROJECT = path.resolve(__dirname, '../../..');
const SCRIPT = `import { packPhone } from ${JSON.stringify(pathToFileURL(path.join(PROJECT, 'scripts/phone-packages.mjs')).href)}; packPhone(JSON.parse(process.argv[1]));`;
const PACKAGE = JSON.stringify({ dependencies: { 'tdesign-miniprogram': '1.16.0' } });

export const component = (path: string) => `tdesign-miniprogram/${path}`;
export const using = (components: Record<string, string>) => JSON.stringify({ usingComponents: components });

/** @throws Error with what the script printed */
export async function pack(phone: string, drawings = path.join(PROJECT, 'scripts/phone-icons')): Promise<void> {
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', SCRIPT, JSON.stringify({ phone, modules: path.join(PROJECT, 'node_modules'), drawings })]);
}

export function withPackages(files: Record<string, string>): Promise<MiniProgram> {
  return miniProgram({ 'package.json': PACKAGE, ...files });
}

export async function packedProgram(files: Record<string, string>): Promise<MiniProgram> {
  const program = await withPackages(files);
  await pack(program.root);
  return program;
}
