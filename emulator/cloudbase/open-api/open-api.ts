// `wx.openApi`: WeChat's interfaces called through the cloud, in protobuf: cloud.getOpenData, and cloud.openapi whose pairs and replies are JSON or media.
import type { OpenApiMedia, OpenApiReply } from '../../ports';
import { bytesOf, MalformedMessage, numberOf, readMessage, writeBytes, writeNumber } from './protobuf';

/** `errorCode` of the answer: what the SDK throws as its errCode. */
export const API_NOT_FOUND = -604100;
export const NO_PERMISSION = -604101;
const OPEN_API = 0;
const SVRKIT_API = 2;
/** As of wxa/*: the parameter is encoding, not charset. */
const JSON_TYPE = 'application/json; encoding=utf-8';

/** What stands behind the messages. */
export interface Services {
  openData(cloudIds: string[]): { cloudId: string; json: string }[];
  /** WeChat's answer to cloud.openapi, or the errorCode of the cloud, which did not let the call through. */
  call(args: Record<string, unknown>): OpenApiReply | OpenApiMedia | number;
}

/** A CommOpenApiResp message, and the error it carries: 0 for none. */
export interface Answered { body: Buffer; errorCode: number }

/** CommOpenApiResp { errorCode = 3 } */
export function openApiFailure(errorCode: number): Answered {
  return { body: writeNumber(3, errorCode), errorCode };
}

/** CommOpenApiResp { respData = 1, contentType = 2 } */
function response(data: Buffer | string, contentType: string): Buffer {
  return Buffer.concat([writeBytes(1, data), writeBytes(2, contentType)]);
}

export function jsonReply(reply: OpenApiReply): Answered {
  return { body: response(JSON.stringify(reply), JSON_TYPE), errorCode: reply.errcode };
}

/** The SDK parses what is JSON or text by this type, and hands on anything else as `{ contentType, buffer }` (wx-server-sdk 4.0.2). */
function mediaReply({ contentType, bytes }: OpenApiMedia): Answered {
  return { body: response(bytes, contentType), errorCode: 0 };
}

function replyOf(answer: OpenApiReply | OpenApiMedia | number): Answered {
  if (typeof answer === 'number') return openApiFailure(answer);
  return isMedia(answer) ? mediaReply(answer) : jsonReply(answer);
}

function isMedia(answer: OpenApiReply | OpenApiMedia): answer is OpenApiMedia {
  return Buffer.isBuffer(answer['bytes']);
}

/** ApiGetOpenDataByCloudIdReq { cloudidList = 2 } → Resp { dataList = 1 { cloudId = 1, json = 2 } } */
function getOpenData(request: Buffer, { openData }: Services): Answered {
  const cloudIds = bytesOf(readMessage(request), 2).map(String);
  const items = openData(cloudIds).map(({ cloudId, json }) => writeBytes(1, Buffer.concat([writeBytes(1, cloudId), writeBytes(2, json)])));
  return { body: response(Buffer.concat(items), 'application/octet-stream'), errorCode: 0 };
}

/** JSON; bytes that are none stay bytes. */
function pairValue(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return bytes;
  }
}

/**
 * KeyValuePair { key = 1, value = 2, contenttype = 3, filename = 4 }. A file is told by its name: the SDK spells its type otherwise than the message
 * does, so that no type ever travels (wx-server-sdk 4.0.2). Its bytes stay bytes, even where they would read as JSON.
 */
function readPair(pair: Buffer): [key: string, value: unknown] {
  const fields = readMessage(pair);
  const [[key = ''], [value = Buffer.alloc(0)], [contentType], [fileName]] = [bytesOf(fields, 1), bytesOf(fields, 2), bytesOf(fields, 3), bytesOf(fields, 4)];
  if (contentType === undefined && fileName === undefined) return [String(key), pairValue(value)];
  return [String(key), { contentType: contentType === undefined ? null : String(contentType), fileName: fileName === undefined ? null : String(fileName), value }];
}

/** OpenApiData { pairs = 1 } */
function readPairs(message: Buffer): Record<string, unknown> {
  return Object.fromEntries(bytesOf(readMessage(message), 1).map(readPair));
}

/** CommApiData { apiType = 1, openapiData = 2, svrkitData = 4 { apiName = 1, reqData = 2 } } */
function answerMessage(message: Buffer, services: Services): Answered {
  const call = readMessage(message);
  if (numberOf(call, 1) === OPEN_API) {
    const [pairs = Buffer.alloc(0)] = bytesOf(call, 2);
    return replyOf(services.call(readPairs(pairs)));
  }
  const [svrkit = Buffer.alloc(0)] = bytesOf(call, 4);
  const [[name = ''], [data = Buffer.alloc(0)]] = [bytesOf(readMessage(svrkit), 1), bytesOf(readMessage(svrkit), 2)];
  if (numberOf(call, 1) !== SVRKIT_API || String(name) !== 'ApiGetOpenDataByCloudId') return openApiFailure(API_NOT_FOUND);
  return getOpenData(data, services);
}

/** Null when the request is no such message. An interface that is not built is answered as one WeChat does not have. */
export function answerOpenApi(message: Buffer, services: Services): Answered | null {
  try {
    return answerMessage(message, services);
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}
