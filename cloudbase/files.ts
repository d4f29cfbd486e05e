// The cloud's file storage. Whatever a phone uploads is readable by everyone who knows its name; what we keep has a name of our own.
import * as v from 'valibot';
import { fileId } from '../auth/ids';
import type { FileId } from '../auth/ids';
import type { Files } from '../auth/profile/ports';
import { withinDeadline } from './invocation';
import { notice } from './log';
import { sdk } from './sdk';
import type { Cloud } from './sdk';

/** What WeChat's content check takes. */
const LARGEST_PICTURE_BYTES = 1024 * 1024;

/** `status` 0: the file is there. */
const Looked = v.object({ fileList: v.array(v.object({ status: v.number() })) });
const Downloaded = v.object({ fileContent: v.instance(Buffer) });
const Uploaded = v.object({ fileID: v.pipe(v.string(), v.transform(fileId), v.custom<FileId>((value) => value !== null)) });
const Addresses = v.object({ fileList: v.pipe(v.array(v.object({ tempFileURL: v.pipe(v.string(), v.url()) })), v.minLength(1)) });

export const files: Files = {
  read: async (file) => {
    // Asked first: a download that fails says -1 for every reason there is.
    const { fileList: [address] } = v.parse(Looked, await ask((cloud) => cloud.getTempFileURL({ fileList: [file] })));
    if (address?.status !== 0) return null;
    const { fileContent } = v.parse(Downloaded, await ask((cloud) => cloud.downloadFile({ fileID: file })));
    return fileContent.length <= LARGEST_PICTURE_BYTES ? fileContent : null;
  },

  keep: async (path, { bytes }) => {
    const { fileID: file } = v.parse(Uploaded, await ask((cloud) => cloud.uploadFile({ cloudPath: path, fileContent: bytes })));
    const { fileList } = v.parse(Addresses, await ask((cloud) => cloud.getTempFileURL({ fileList: [file] })));
    return { file, url: fileList[0]?.tempFileURL ?? '' };
  },

  /** A file that stays costs little, an answer that fails costs a retry: it is told in the log. */
  remove: async (unwanted) => {
    if (unwanted.length === 0) return;
    try {
      await ask((cloud) => cloud.deleteFile({ fileList: [...unwanted] }));
    } catch (error) {
      notice('file-not-removed', { count: String(unwanted.length), errCode: String(errCodeOf(error)) });
    }
  },
};

async function ask(run: (cloud: Cloud) => unknown): Promise<unknown> {
  const cloud = await sdk();
  return withinDeadline(Promise.resolve(run(cloud)));
}

function errCodeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'errCode' in error ? error.errCode : null;
}
