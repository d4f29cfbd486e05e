// wx.cloud's files on a phone: uploadFile, downloadFile, getTempFileURL, deleteFile.
import * as v from 'valibot';
import { contentTypeOf, UNKNOWN_TYPE } from '../../cloudbase/storage/content-type';
import { fileIdOf, isCloudPath } from '../../cloudbase/storage/file-id';
import { mayWrite, type Storage } from '../../cloudbase/storage/storage';
import type { Faults, Ledger } from '../../ports';
import type { PhoneAnswer, PhoneCall, WeChat } from '../../wechat/wechat';
import { badRequest } from '../control/refused';
import { shaped } from '../control/schema';
import { carry } from './carry';
import type { Downloads } from './downloads';
import { cloudFailure, storageFailure, storageText } from './failure';

export interface FilePorts { wechat: WeChat; storage: Storage; downloads: Downloads; ledger: Ledger; faults: Faults }
export type FileApi = (ports: FilePorts, call: PhoneCall) => Promise<PhoneAnswer>;

const LARGEST_UPLOAD = 10 * 1024 * 1024;
const MOST_FILES = 50;
/** A day, in seconds. */
const DEFAULT_MAX_AGE = 86_400;

// Looks for what does not belong there: a pattern over the whole text runs out of stack at ten megabytes.
const base64 = v.pipe(v.string(), v.check((text) => !/[^A-Za-z0-9+/=]/.test(text), 'give base64'));
const fileId = v.pipe(v.string(), v.startsWith('cloud://', 'a fileID begins with cloud://'));
const uploadArgs = v.strictObject({ cloudPath: v.string(), contentBase64: v.exactOptional(base64), filePath: v.exactOptional(v.string()) });
const downloadArgs = v.strictObject({ fileID: fileId });
const urlArgs = v.strictObject({ fileList: v.pipe(v.array(v.union([fileId, v.strictObject({ fileID: fileId, maxAge: v.exactOptional(v.number()) })])), v.maxLength(MOST_FILES)) });
const deleteArgs = v.strictObject({ fileList: v.pipe(v.array(fileId), v.maxLength(MOST_FILES)) });

interface Chosen { bytes: Buffer; contentType: string }

/** Null when the temporary file is not there. @throws Refused unless one of the two is given */
function chosenFile({ wechat, downloads }: FilePorts, person: string, { contentBase64, filePath }: v.InferOutput<typeof uploadArgs>): Chosen | null {
  if ((contentBase64 === undefined) === (filePath === undefined)) throw badRequest('give contentBase64 or filePath');
  if (contentBase64 !== undefined) return { bytes: Buffer.from(contentBase64, 'base64'), contentType: UNKNOWN_TYPE };
  return wechat.temporaryFile(person, filePath ?? '') ?? downloads.find(person, filePath ?? '');
}

function typeOf(cloudPath: string, chosen: Chosen): string {
  const named = contentTypeOf(cloudPath);
  return named === UNKNOWN_TYPE ? chosen.contentType : named;
}

const uploadFile: FileApi = async (ports, call) => {
  const api = 'cloud.uploadFile';
  const wanted = shaped(uploadArgs, call.args);
  const { cloudPath } = wanted;
  const { name } = call.person;
  const chosen = chosenFile(ports, name, wanted);
  if (!chosen) return { ok: false, error: { errMsg: `${api}:fail file doesn't exist`, errCode: -1 } };
  return carry(ports, {
    api, call, name: 'storage.put', bytesIn: chosen.bytes.length,
    work() {
      if (!isCloudPath(cloudPath)) return cloudFailure(api, -501007, 'errCode: -501007 invalid parameters | errMsg: cloudPath is no path of a file');
      if (chosen.bytes.length > LARGEST_UPLOAD) return cloudFailure(api, -403001, 'errCode: -403001 upload too large | errMsg: the file exceeds 10 MB');
      if (!mayWrite(ports.storage.find(fileIdOf(cloudPath)), name)) return storageFailure(api, -503002, 'the file belongs to somebody else');
      const fileID = ports.storage.put(cloudPath, chosen.bytes, typeOf(cloudPath, chosen), name);
      return { ok: true, result: { fileID, statusCode: 200, errMsg: `${api}:ok` } };
    },
  });
};

const downloadFile: FileApi = (ports, call) => {
  const api = 'cloud.downloadFile';
  const { fileID } = shaped(downloadArgs, call.args);
  return carry(ports, {
    api, call, name: 'storage.get', bytesIn: 0,
    work() {
      const file = ports.storage.read(fileID);
      if (!file) return storageFailure(api, -503003, fileID);
      return { ok: true, result: { tempFilePath: ports.downloads.add(call.person.name, fileID, file), statusCode: 200, errMsg: `${api}:ok` } };
    },
  });
};

const getTempFileURL: FileApi = (ports, call) => {
  const { fileList } = shaped(urlArgs, call.args);
  const wanted = fileList.map((one) => (typeof one === 'string' ? { fileID: one, maxAge: DEFAULT_MAX_AGE } : { maxAge: DEFAULT_MAX_AGE, ...one }));
  const urlOf = ({ fileID, maxAge }: { fileID: string; maxAge: number }) => (ports.storage.find(fileID)
    ? { fileID, tempFileURL: ports.storage.urlOf(fileID), maxAge, status: 0, errMsg: 'ok' }
    : { fileID, tempFileURL: '', maxAge, status: -503003, errMsg: storageText(-503003) });
  return carry(ports, {
    api: 'cloud.getTempFileURL', call, name: 'storage.batchGetDownloadUrl', bytesIn: 0,
    work: () => ({ ok: true, result: { fileList: wanted.map(urlOf), errMsg: 'cloud.getTempFileURL:ok' } }),
  });
};

const deleteFile: FileApi = (ports, call) => {
  const { fileList } = shaped(deleteArgs, call.args);
  function remove(fileID: string): { fileID: string; status: number; errMsg: string } {
    const file = ports.storage.find(fileID);
    if (!file) return { fileID, status: -503003, errMsg: storageText(-503003) };
    if (!mayWrite(file, call.person.name)) return { fileID, status: -503002, errMsg: storageText(-503002) };
    ports.storage.remove(fileID);
    return { fileID, status: 0, errMsg: 'ok' };
  }
  return carry(ports, {
    api: 'cloud.deleteFile', call, name: 'storage.batchDeleteFile', bytesIn: 0,
    work: () => ({ ok: true, result: { fileList: fileList.map(remove), errMsg: 'cloud.deleteFile:ok' } }),
  });
};

export const FILE_APIS: Record<string, FileApi> = { 'cloud.uploadFile': uploadFile, 'cloud.downloadFile': downloadFile, 'cloud.getTempFileURL': getTempFileURL, 'cloud.deleteFile': deleteFile };
