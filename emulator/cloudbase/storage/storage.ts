// The file storage of the environment: files by their path, read by everybody, written by functions and by their uploader.
import { openDisk } from './disk';
import { addressOf, fileIdOf, isCloudPath, pathOf, plainAddressOf } from './file-id';

export interface StoredFile {
  fileId: string;
  /** How many. */
  bytes: number;
  contentType: string;
  /** Null: a function. */
  uploadedBy: string | null;
}

export interface Storage {
  /** Gives the fileID; over a file that stands at the path. @throws TypeError for what is no path */
  put(path: string, bytes: Buffer, contentType: string, uploadedBy?: string | null): string;
  read(fileId: string): { bytes: Buffer; contentType: string } | null;
  find(fileId: string): StoredFile | null;
  /** False when there is none. */
  remove(fileId: string): boolean;
  /** By path. */
  list(): StoredFile[];
  /** Public, without a signature. */
  urlOf(fileId: string): string;
  /** The same, not percent-encoded: the SDK encodes it. */
  plainUrlOf(fileId: string): string;
  clear(): void;
}

export interface StorageOptions {
  directory: string;
  /** 'http://127.0.0.1:PORT' */
  origin: () => string;
  sync: boolean;
}

/** WeChat's default permission: everybody reads, only who uploaded a file writes it. */
export function mayWrite(file: StoredFile | null, person: string): boolean {
  return file === null || file.uploadedBy === person;
}

export function openStorage({ directory, origin, sync }: StorageOptions): Storage {
  const disk = openDisk(directory, sync);
  const files = new Map(disk.load().map(({ path, ...file }): [string, StoredFile] => [path, { fileId: fileIdOf(path), ...file }]));

  function known(fileId: string): string | null {
    const path = pathOf(fileId);
    return path !== null && files.has(path) ? path : null;
  }
  return {
    put(path, bytes, contentType, uploadedBy = null) {
      if (!isCloudPath(path)) throw new TypeError(`${JSON.stringify(path)} is no path in the cloud`);
      disk.write({ path, contentType, uploadedBy }, bytes);
      files.set(path, { fileId: fileIdOf(path), bytes: bytes.length, contentType, uploadedBy });
      return fileIdOf(path);
    },
    read(fileId) {
      const path = known(fileId);
      const file = path === null ? undefined : files.get(path);
      return path === null || !file ? null : { bytes: disk.read(path), contentType: file.contentType };
    },
    find: (fileId) => files.get(pathOf(fileId) ?? '') ?? null,
    remove(fileId) {
      const path = known(fileId);
      if (path === null) return false;
      disk.remove(path);
      return files.delete(path);
    },
    list: () => [...files].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, file]) => file),
    urlOf: (fileId) => origin() + addressOf(pathOf(fileId) ?? ''),
    plainUrlOf: (fileId) => origin() + plainAddressOf(pathOf(fileId) ?? ''),
    clear() {
      files.clear();
      disk.clear();
    },
  };
}
