// curl, openssl and date for a machine that has them not, as far as the documented lines use them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const PROGRAMS: Record<string, string> = {
  curl: `
    const [method, url, headers, body] = [[], [], {}, []];
    const given = process.argv.slice(2);
    while (given.length) {
      const word = given.shift();
      if (word === '-X') method.push(given.shift());
      else if (word === '-H') { const [, name, value] = /^([^:]+): (.*)$/.exec(given.shift()); headers[name] = value; }
      else if (word === '--data-binary') body.push(given.shift());
      else if (word !== '-sS') url.push(word);
    }
    const request = require('node:http').request(url[0], { method: method[0], headers: { ...headers, ...(body.length ? { 'content-length': Buffer.byteLength(body[0]) } : {}) } }, (response) => response.pipe(process.stdout));
    request.end(body[0]);`,
  openssl: `
    const crypto = require('node:crypto');
    const [command, first, second, key] = process.argv.slice(2);
    if (command === 'rand' && first === '-hex') console.log(crypto.randomBytes(Number(second)).toString('hex'));
    else if (command === 'dgst' && first === '-sha256' && second === '-hmac') console.log(crypto.createHmac('sha256', key).update(require('node:fs').readFileSync(0)).digest('hex') + ' *stdin');
    else process.exit(1);`,
};

export const missing = (): string[] => Object.keys(PROGRAMS).filter((name) => spawnSync(name, [name === 'curl' ? '--version' : 'version']).error !== undefined);

/** Puts them into a folder that is to stand first in PATH. */
export function writeStandIns(folder: string, names: string[]): void {
  for (const name of names) fs.writeFileSync(path.join(folder, name), `#!${process.execPath}\n${PROGRAMS[name] ?? ''}\n`, { mode: 0o755 });
}
