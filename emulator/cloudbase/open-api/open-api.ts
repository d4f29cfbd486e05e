// `wx.openApi`: WeChat's interfaces called through the cloud, in protobuf. Serves cloud.getOpenData.
import { bytesOf, MalformedMessage, numberOf, readMessage, writeBytes, writeNumber } from './protobuf';

/** `errorCode` of the answer: what the SDK throws as its errCode. */
export const API_NOT_FOUND = -604100;
const SVRKIT_API = 2;

export type OpenData = (cloudIds: string[]) => { cloudId: string; json: string }[];

/** CommOpenApiResp { errorCode = 3 } */
export function openApiFailure(errorCode: number): Buffer {
  return writeNumber(3, errorCode);
}

/** CommOpenApiResp { respData = 1, contentType = 2 } */
function openApiSuccess(data: Buffer): Buffer {
  return Buffer.concat([writeBytes(1, data), writeBytes(2, 'application/octet-stream')]);
}

/** ApiGetOpenDataByCloudIdReq { cloudidList = 2 } → Resp { dataList = 1 { cloudId = 1, json = 2 } } */
function getOpenData(request: Buffer, openData: OpenData): Buffer {
  const cloudIds = bytesOf(readMessage(request), 2).map(String);
  const items = openData(cloudIds).map(({ cloudId, json }) => writeBytes(1, Buffer.concat([writeBytes(1, cloudId), writeBytes(2, json)])));
  return openApiSuccess(Buffer.concat(items));
}

/** CommApiData { apiType = 1, svrkitData = 4 { apiName = 1, reqData = 2 } } */
function answerMessage(message: Buffer, openData: OpenData): Buffer {
  const call = readMessage(message);
  const [svrkit = Buffer.alloc(0)] = bytesOf(call, 4);
  const [[name = ''], [data = Buffer.alloc(0)]] = [bytesOf(readMessage(svrkit), 1), bytesOf(readMessage(svrkit), 2)];
  if (numberOf(call, 1) !== SVRKIT_API || String(name) !== 'ApiGetOpenDataByCloudId') return openApiFailure(API_NOT_FOUND);
  return getOpenData(data, openData);
}

/** The answer's message; null when the request is not one. An interface that is not built is answered as one WeChat does not have. */
export function answerOpenApi(message: Buffer, openData: OpenData): Buffer | null {
  try {
    return answerMessage(message, openData);
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

/** The error an answer carries; 0 for none. */
export function errorCodeOf(message: Buffer): number {
  return numberOf(readMessage(message), 3);
}
