// `storage.*`: permits to upload, addresses to download from, files removed; one ledger entry each.
import type { ServerResponse } from 'node:http';
import type { CallStart, FiredFault } from '../../ports';
import type { AdminPorts, Caller } from '../admin';
import { fileIdOf, isCloudPath, pathOf } from '../storage/file-id';
import { failure, type Outgoing, success } from './answer';
import type { Envelope } from './envelope';
import { carryThrough } from './exchange';
import { distort, statusOf } from './wechat-faults';

type Answer = (ports: AdminPorts, caller: Caller | null, fields: Record<string, unknown>) => Outgoing;

const MOST_FILES = 50;
/** A day, in seconds; addresses here do not end. */
const DEFAULT_MAX_AGE = 86_400;
/** The SDK's table, read backwards. */
const CODES: Record<number, string> = { [-503001]: 'STORAGE_REQUEST_FAIL', [-503002]: 'STORAGE_EXCEED_AUTHORITY', [-503003]: 'STORAGE_FILE_NONEXIST', [-503004]: 'STORAGE_SIGN_PARAM_INVALID' };

function invalid(what: string): Outgoing {
  return failure('INVALID_PARAM', `[InvalidParameter] ${what}`);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** A function may write every file. */
function getUploadMetadata({ storage, permits }: AdminPorts, caller: Caller | null, { path }: Record<string, unknown>): Outgoing {
  if (typeof path !== 'string' || !isCloudPath(path)) return invalid('path is no path of a file');
  const { invocation = null, person = null, app = null, device = null } = caller ?? {};
  const authorization = permits.issue(path, { invocation, person, app, device, spared: caller?.spared ?? false, kill: caller && (() => caller.kill()) });
  return success({ data: { url: storage.urlOf(fileIdOf(path)), token: 'local-token', authorization, fileId: fileIdOf(path), cosFileId: Buffer.from(path).toString('base64') } });
}

/** Files by name, or as `{ fileid, max_age }`. */
function batchGetDownloadUrl({ storage }: AdminPorts, _caller: Caller | null, { file_list: wanted }: Record<string, unknown>): Outgoing {
  if (!Array.isArray(wanted) || wanted.length > MOST_FILES) return invalid(`file_list has at most ${MOST_FILES} files`);
  const list = wanted.map((file: { fileid?: unknown; max_age?: unknown }) => {
    const fileID = String(file.fileid);
    if (!storage.find(fileID)) return { code: 'STORAGE_FILE_NONEXIST', fileID, tempFileURL: '' };
    return { code: 'SUCCESS', fileID, tempFileURL: storage.plainUrlOf(fileID), maxAge: typeof file.max_age === 'number' ? file.max_age : DEFAULT_MAX_AGE };
  });
  return success({ data: { download_list: list } });
}

function batchDeleteFile({ storage }: AdminPorts, _caller: Caller | null, { fileid_list: wanted }: Record<string, unknown>): Outgoing {
  if (!isTextList(wanted) || wanted.length > MOST_FILES) return invalid(`fileid_list has at most ${MOST_FILES} files`);
  const list = wanted.map((fileID) => ({ code: pathOf(fileID) !== null && storage.remove(fileID) ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST', fileID }));
  return success({ data: { delete_list: list } });
}

const ANSWERS: Record<string, Answer> = { 'storage.getUploadMetadata': getUploadMetadata, 'storage.batchGetDownloadUrl': batchGetDownloadUrl, 'storage.batchDeleteFile': batchDeleteFile };

export function isStorageAction(action: string): boolean {
  return Object.hasOwn(ANSWERS, action);
}

function instead(fault: FiredFault): Outgoing | null {
  if (fault.kind !== 'errcode') return statusOf(fault);
  return { ...failure(CODES[fault.errcode] ?? 'STORAGE_REQUEST_FAIL', 'a fault was set'), outcome: `errcode:${fault.errcode}` };
}

export async function serveStorage(ports: AdminPorts, caller: Caller | null, { action, fields, bytesIn }: Envelope, response: ServerResponse): Promise<void> {
  const { invocation = null, person = null, app = null, device = null } = caller ?? {};
  const call: CallStart = { kind: 'storage', name: action, invocation, person, app, device, bytesIn };
  await carryThrough({
    entry: ports.ledger.begin(call), response, faults: ports.faults.hit('wechat', action, person, caller), kill: caller && (() => caller.kill()),
    work: () => ANSWERS[action]?.(ports, caller, fields) ?? invalid(action), answerTo: instead, distort,
  });
}
