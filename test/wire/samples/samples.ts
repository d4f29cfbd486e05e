// Reads the samples beside it: what the vendor's pages and quoted replies say, as data.
import fs from 'node:fs';
import path from 'node:path';

export interface ReplySamples {
  headers: { source: string; status: number; contentType: string; connection: string; contentLengthOfInvalidCode: string };
  replies: { when: string; source: string; note?: string; body: string }[];
}
export interface OpenDataSamples {
  decryption: { sessionKey: string; iv: string; encryptedData: string; plaintext: string };
  rawDataSignature: { rawData: string; sessionKey: string; signature: string };
  loginStateSignature: { body: string; sessionKey: string; signature: string };
  expiredCloudId: { field: { cloudID: string; errCode: number; errMsg: string } };
  openDataKeys: { item: string[]; watermark: string[] };
}
export interface ErrcodeTable { errcodes: { errcode: number; /** Null: no reply was ever found. */ errmsg: string | null }[] }

function read(file: string): unknown {
  return JSON.parse(fs.readFileSync(path.join(__dirname, file), 'utf8'));
}

export const replySamples = read('jscode2session.json') as ReplySamples;
export const openDataSamples = read('open-data.json') as OpenDataSamples;
export const errcodeTable = read('errcodes.json') as ErrcodeTable;
