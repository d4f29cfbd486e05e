// How a stored file is named: its path in the bucket, its fileID, and where it is read.

/** `cloud://<environment>.<bucket>/` */
const BUCKET = 'cloud://local-1a2b3c.6c6f-local-1a2b3c-1250000000/';
const SERVED_UNDER = '/emulator/storage/';
/** COS's limit for a key, in encoded bytes. */
const LONGEST_PATH = 850;

/** As COS takes a key: no slash in front, none doubled, none at the end, no control or broken characters, no step up. */
export function isCloudPath(path: string): boolean {
  const parts = path.split('/');
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return isPlain && !/[\p{Control}\p{Surrogate}\\]/u.test(path) && encodeURIComponent(path).length <= LONGEST_PATH;
}

export function fileIdOf(path: string): string {
  return BUCKET + path;
}

/** Null for a file of another bucket. */
export function pathOf(fileId: string): string | null {
  return fileId.startsWith(BUCKET) && isCloudPath(fileId.slice(BUCKET.length)) ? fileId.slice(BUCKET.length) : null;
}

/** Where the bytes are, percent-encoded. */
export function addressOf(path: string): string {
  return SERVED_UNDER + path.split('/').map(encodeURIComponent).join('/');
}

/** As the cloud tells the SDK, which encodes it itself. */
export function plainAddressOf(path: string): string {
  return SERVED_UNDER + path;
}

/** Null when no file can be there. */
export function pathServedAt(pathname: string): string | null {
  if (!pathname.startsWith(SERVED_UNDER)) return null;
  try {
    const path = decodeURIComponent(pathname.slice(SERVED_UNDER.length));
    return isCloudPath(path) ? path : null;
  } catch {
    return null;
  }
}
