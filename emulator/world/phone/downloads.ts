// Files a phone has downloaded: http://tmp/<name> on the phone, gone with the world's process as they are with the mini program.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

export interface Download { bytes: Buffer; contentType: string }

export interface Downloads {
  /** Its path on the phone. */
  add(person: string, cloudPath: string, file: Download): string;
  /** Null for another person's and for one thrown away. */
  find(person: string, temporaryPath: string): Download | null;
  /** Serves `/emulator/temporary-files/<name>`; false when it is no download. */
  handle(pathname: string, response: ServerResponse): boolean;
  clear(): void;
}

const ON_PHONE = 'http://tmp/';
const SERVED_UNDER = '/emulator/temporary-files/';
/** Of all phones together; the oldest are thrown away. */
const KEPT = 40;

export function openDownloads(): Downloads {
  const files = new Map<string, Download & { person: string }>();
  return {
    add(person, cloudPath, file) {
      const name = `${randomBytes(12).toString('hex')}${/^\.[A-Za-z0-9]{1,8}$/.exec(path.posix.extname(cloudPath))?.[0] ?? ''}`;
      files.set(name, { person, ...file });
      const oldest = files.keys().next();
      if (files.size > KEPT && !oldest.done) files.delete(oldest.value);
      return ON_PHONE + name;
    },
    find(person, temporaryPath) {
      const file = temporaryPath.startsWith(ON_PHONE) ? files.get(temporaryPath.slice(ON_PHONE.length)) : undefined;
      return file?.person === person ? file : null;
    },
    handle(pathname, response) {
      const file = pathname.startsWith(SERVED_UNDER) ? files.get(pathname.slice(SERVED_UNDER.length)) : undefined;
      if (!file) return false;
      response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length, 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'no-store' });
      response.end(file.bytes);
      return true;
    },
    clear: () => files.clear(),
  };
}
