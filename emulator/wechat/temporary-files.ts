// Files that a phone keeps for a moment, such as a chosen picture: http://tmp/<name> on the phone.
import type { ServerResponse } from 'node:http';
import { newTemporaryName } from './identifiers';
import type { PictureKind } from './pictures';

const ON_PHONE = 'http://tmp/';
const SERVED_UNDER = '/emulator/temporary-files/';
/** A phone throws old ones away when it likes; here each person keeps so many. */
const KEPT_PER_PERSON = 20;

export interface TemporaryFile { bytes: Buffer; contentType: string }

export interface TemporaryFiles {
  /** Its path on the phone. */
  add(person: string, bytes: Buffer, kind: PictureKind): string;
  /** Null for another person's, and for one thrown away. */
  find(person: string, path: string): TemporaryFile | null;
  /** Serves `/emulator/temporary-files/<name>`; false when there is no such file. */
  handle(pathname: string, response: ServerResponse): boolean;
  clear(): void;
}

/** In memory: WeChat promises a temporary file to the running program only. @see 文件系统, 本地临时文件, developers.weixin.qq.com */
export function openTemporaryFiles(): TemporaryFiles {
  const files = new Map<string, TemporaryFile & { person: string }>();

  function throwOldAway(person: string): void {
    const own = [...files].filter(([, file]) => file.person === person).map(([name]) => name);
    for (const name of own.slice(0, Math.max(0, own.length - KEPT_PER_PERSON))) files.delete(name);
  }

  return {
    add(person, bytes, kind) {
      const name = `${newTemporaryName()}.${kind}`;
      files.set(name, { person, bytes, contentType: `image/${kind}` });
      throwOldAway(person);
      return ON_PHONE + name;
    },
    find(person, path) {
      const file = path.startsWith(ON_PHONE) ? files.get(path.slice(ON_PHONE.length)) : undefined;
      return file?.person === person ? { bytes: file.bytes, contentType: file.contentType } : null;
    },
    handle(pathname, response) {
      const file = pathname.startsWith(SERVED_UNDER) ? files.get(pathname.slice(SERVED_UNDER.length)) : undefined;
      if (!file) return false;
      response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
      response.end(file.bytes);
      return true;
    },
    clear: () => files.clear(),
  };
}
