// Puts a file of this phone into cloud storage.
import { failureOf } from './cloud';

/** What carries it: `wx.cloud.uploadFile`, or a fake of it. */
export interface UploadTransport { uploadFile(file: { cloudPath: string; filePath: string }): Promise<{ fileID: string }> }

/** Gives the file's id in cloud storage. @throws Offline when the cloud was not reached, CallFailed when it did not take the file */
export type Upload = (cloudPath: string, filePath: string) => Promise<string>;

export function openUpload(transport: UploadTransport): Upload {
  return async function upload(cloudPath, filePath) {
    const { fileID } = await transport.uploadFile({ cloudPath, filePath }).catch((cause: unknown) => { throw failureOf('cloud storage', cause); });
    return fileID;
  };
}
