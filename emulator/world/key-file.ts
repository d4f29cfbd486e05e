// A key to this world, in a file only its owner can read.
import fs from 'node:fs';
import path from 'node:path';

const OWNER_ONLY = 0o600;

/** One line `<caller>.<secret>`; whole or not at all. Null: the keys are the starter's own, and no file says an old one. */
export function writeKeyFile(data: string, name: 'operator-key' | 'server-key', key: string | null): void {
  const file = path.resolve(data, name);
  const draft = `${file}.draft`;
  for (const old of key === null ? [file, draft] : [draft]) fs.rmSync(old, { force: true });
  if (key === null) return;
  fs.writeFileSync(draft, `${key}\n`, { mode: OWNER_ONLY });
  fs.renameSync(draft, file);
}
