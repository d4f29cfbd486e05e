// The cloud's file storage. Whatever a phone uploads is readable by everyone who knows its name; what we keep has a name of our own.
import * as v from 'valibot';
import { fileId } from '../auth/ids';
import type { FileId } from '../auth/ids';
import type { Files } from '../auth/profile/ports';
import { download } from './download';
import { withinDeadline } from './invocation';
import { notice } from './log';
import { sdk } from './sdk';
import type { Cloud } from './sdk';

/** What WeChat's content check takes. */
const LARGEST_PICTURE_BYTES = 1024 * 1024;

const Uploaded = v.object({ fileID: v.pipe(v.string(), v.transform(fileId), v.custom<FileId>((value) => value !== null)) });
/** `status` 0: the file is there. */
const Addresses = v.object({ fileList: v.array(v.object({ status: v.number(), tempFileURL: v.string() })) });
const Removed = v.object({ fileList: v.array(v.object({ status: v.number() })) });
/** The file was not there: gone is gone. */
const NO_SUCH_FILE = -503003;

export const files: Files = {
  /**
   * As anybody could read it, without the signature that a function's own rights would add: the name comes from a phone, which must not
   * lay open a file that is closed to it.
   */
  read: async (file) => {
    const address = await addressOf(file);
    return address === null ? null : download(withoutSignature(address), LARGEST_PICTURE_BYTES);
  },

  keep: async (path, { bytes }) => {
    const { fileID: file } = v.parse(Uploaded, await ask((cloud) => cloud.uploadFile({ cloudPath: path, fileContent: bytes })));
    const address = await addressOf(file);
    if (address === null) throw new TypeError('Storage does not know the file that it has just taken.');
    return { file, url: address };
  },

  remove: async (unwanted) => {
    if (unwanted.length === 0) return true;
    try {
      const { fileList } = v.parse(Removed, await ask((cloud) => cloud.deleteFile({ fileList: [...unwanted] })));
      if (fileList.every(({ status }) => status === 0 || status === NO_SUCH_FILE)) return true;
      notice('file-not-removed', { status: fileList.map(({ status }) => status).join() });
    } catch (error) {
      notice('file-not-removed', { errCode: errCodeOf(error) });
    }
    return false;
  },
};

/** Null where there is none. A download that fails says -1 for every reason there is; this says which. */
async function addressOf(file: FileId): Promise<string | null> {
  const { fileList: [address] } = v.parse(Addresses, await ask((cloud) => cloud.getTempFileURL({ fileList: [file] })));
  return address?.status === 0 ? address.tempFileURL : null;
}

function withoutSignature(address: string): URL {
  const url = new URL(address);
  url.search = '';
  return url;
}

async function ask(run: (cloud: Cloud) => unknown): Promise<unknown> {
  const cloud = await sdk();
  return withinDeadline(Promise.resolve(run(cloud)));
}

function errCodeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'errCode' in error ? String(error.errCode) : 'none';
}
