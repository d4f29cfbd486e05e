// What a function may call of WeChat: config.json beside its bundle, as it is deployed with it.
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

const config = v.object({ permissions: v.optional(v.object({ openapi: v.optional(v.array(v.string()), []) }), {}) });

/** None without the file. Read anew each time: a build may have replaced it. @throws Error when it is malformed */
export function permissionsIn(directory: string): string[] {
  const file = path.join(directory, 'config.json');
  if (!fs.existsSync(file)) return [];
  try {
    return v.parse(config, JSON.parse(fs.readFileSync(file, 'utf8'))).permissions.openapi;
  } catch (error) {
    throw new Error(`${path.basename(directory)}/config.json cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
