// `/emulator/storage/<path>`: the bytes of files come and go here, as they do at COS.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults, FiredFault, Ledger } from '../../ports';
import type { Outgoing } from '../admin/answer';
import { readBody } from '../admin/body';
import { carryThrough } from '../admin/exchange';
import { distort, statusOf } from '../admin/wechat-faults';
import { readMultipart } from '../open-api/multipart';
import { contentTypeOf } from './content-type';
import { fileIdOf } from './file-id';
import type { Permits, Uploader } from './permits';
import type { Storage } from './storage';

export interface TransferPorts { storage: Storage; permits: Permits; ledger: Ledger; faults: Faults }

/** What WeChat lets a function upload at once is not told; this is more than a function's memory holds comfortably. */
const LARGEST_UPLOAD = 50 * 1024 * 1024;
const NO_UPLOADER: Uploader = { invocation: null, person: null, app: null, device: null, kill: null };
/** A stored page or drawing shows, but runs nothing and sends nothing. */
const HARMLESS = { 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:", 'cache-control': 'no-cache' };

interface Upload { authorization: string; path: string; bytes: Buffer; bytesIn: number; success: number }

/** As COS refuses: XML, which the SDK reads. */
function refused(status: number, code: string, message: string): Outgoing {
  const xml = `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n<Code>${code}</Code>\n<Message>${message}</Message>\n<RequestId>local</RequestId>\n<TraceId>local</TraceId>\n</Error>\n`;
  return { outcome: `error:${code}`, contentType: 'application/xml', body: Buffer.from(xml), status };
}

function instead(fault: FiredFault): Outgoing | null {
  if (fault.kind !== 'errcode') return statusOf(fault);
  return { ...refused(403, 'AccessDenied', `a fault was set: ${fault.errcode}`), outcome: `errcode:${fault.errcode}` };
}

/** GET and HEAD: public. */
export async function download({ storage, ledger, faults }: TransferPorts, path: string, response: ServerResponse): Promise<void> {
  const entry = ledger.begin({ kind: 'storage', name: 'storage.get', invocation: null, bytesIn: 0 });
  await carryThrough({
    entry, response, faults: faults.hit('wechat', 'storage.get', null), kill: null, answerTo: instead, distort,
    work() {
      const file = storage.read(fileIdOf(path));
      if (!file) return refused(404, 'NoSuchKey', 'The specified key does not exist.');
      return { outcome: 'ok', contentType: file.contentType, body: file.bytes, headers: HARMLESS };
    },
  });
}

/** PUT: the body is the file. */
async function readRaw(request: IncomingMessage, path: string): Promise<Upload | null> {
  const bytes = await readBody(request, LARGEST_UPLOAD);
  return bytes && { authorization: String(request.headers.authorization ?? ''), path, bytes, bytesIn: bytes.length, success: 200 };
}

/** POST: a form with `key`, `Signature` and `file`, as older SDKs and the phone send it. */
async function readForm(request: IncomingMessage, path: string): Promise<Upload | null> {
  const body = await readBody(request, LARGEST_UPLOAD);
  const parts = body && readMultipart(String(request.headers['content-type'] ?? ''), body);
  const { key, Signature, file } = parts ?? {};
  if (!body) return null;
  const isHere = key?.toString() === path && file !== undefined;
  return { authorization: isHere ? String(Signature) : '', path, bytes: file ?? Buffer.alloc(0), bytesIn: body.length, success: 204 };
}

/** PUT and POST: with a permit. */
export async function upload({ storage, permits, ledger, faults }: TransferPorts, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const read = request.method === 'PUT' ? await readRaw(request, path) : await readForm(request, path);
  const permitted = read && permits.check(read.authorization, path);
  const { kill, spared = false, ...uploader } = permitted ?? NO_UPLOADER;
  const entry = ledger.begin({ kind: 'storage', name: 'storage.put', ...uploader, bytesIn: read?.bytesIn ?? 0 });
  await carryThrough({
    entry, response, faults: faults.hit('wechat', 'storage.put', uploader.person, { spared }), kill, answerTo: instead, distort,
    work() {
      if (!read) return refused(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.');
      if (!permitted) return refused(403, 'AccessDenied', 'Access Denied.');
      storage.put(path, read.bytes, contentTypeOf(path));
      return { outcome: 'ok', contentType: 'text/plain', body: Buffer.alloc(0), status: read.success };
    },
  });
}
