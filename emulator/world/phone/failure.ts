// How wx.cloud fails on a phone.
import type { PhoneAnswer } from '../../wechat/wechat';

/** `text` begins as the cloud's texts do: 'errCode: -504002 functions execute fail | errMsg: …' */
export function cloudFailure(api: string, errCode: number, text: string): PhoneAnswer {
  return { ok: false, error: { errMsg: `${api}:fail Error: ${text}`, errCode } };
}

/** The network lost the request or its answer; only wx.cloud adds an errCode. */
export function networkFailure(api: string, what: string): PhoneAnswer {
  return { ok: false, error: { errMsg: `${api}:fail request:fail ${what}`, ...(api.startsWith('cloud.') ? { errCode: -1 } : {}) } };
}

/** Texts of the server SDK's table. */
const STORAGE_TEXTS = { [-503001]: 'storage request fail', [-503002]: 'storage permission denied', [-503003]: 'storage file not exists' } as const;
export type StorageCode = keyof typeof STORAGE_TEXTS;

export function storageText(code: StorageCode): string {
  return STORAGE_TEXTS[code];
}

export function storageFailure(api: string, code: StorageCode, detail: string): PhoneAnswer {
  return cloudFailure(api, code, `errCode: ${code} ${STORAGE_TEXTS[code]} | errMsg: ${detail}`);
}
