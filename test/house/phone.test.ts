// The phone carries no secret: neither in its sources nor in what is packed beside them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './tree';

const FORBIDDEN = /secret|session_?key|cgi-bin|api\.weixin\.qq\.com/i;

/** Every file of the package as DevTools would upload it, whatever its kind. */
function packed(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? packed(file) : [file];
  });
}

function secretsIn(folder: string): string[] {
  return packed(folder).flatMap((file) => {
    const found = FORBIDDEN.exec(fs.readFileSync(file, 'latin1'))?.[0];
    return found ? [`${path.relative(folder, file)} says ${found}: the phone gets neither secrets nor keys, the cloud keeps them.`] : [];
  });
}

test('[HO-16] the package of the mini program names no secret, key or server address of WeChat', () => {
  expect(packed(path.join(ROOT, 'miniprogram')).length).toBeGreaterThan(10);
  expect(secretsIn(path.join(ROOT, 'miniprogram'))).toEqual([]);
});

test.each(['const appSecret = 1;', 'session_key', 'sessionKey', 'https://api.weixin.qq.com/sns', '/cgi-bin/token'])('[HO-16] a file that says %s is caught', (text) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'phone-'));
  try {
    fs.writeFileSync(path.join(folder, 'config.json'), text);
    expect(secretsIn(folder)).toEqual([expect.stringMatching(/^config\.json says /)]);
  } finally { fs.rmSync(folder, { recursive: true }); }
});
