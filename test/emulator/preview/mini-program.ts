// Writes small mini programs into a temporary folder.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface MiniProgram { root: string; write(file: string, text: string): Promise<void>; remove(): Promise<void> }

/** One page, pages/one/one, unless `files` says otherwise; texts by path. */
export async function miniProgram(files: Record<string, string>): Promise<MiniProgram> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'mini-program-'));
  async function write(file: string, text: string): Promise<void> {
    await fs.mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await fs.writeFile(path.join(root, file), text);
  }
  const all = { 'app.json': '{"pages":["pages/one/one"]}', 'pages/one/one.wxml': '<view id="one">one</view>', 'pages/one/one.js': 'Page({})', ...files };
  for (const [file, text] of Object.entries(all)) await write(file, text);
  return { root, write, remove: () => fs.rm(root, { recursive: true, force: true }) };
}
