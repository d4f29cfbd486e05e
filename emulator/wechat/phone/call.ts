// The form of a wx.* call on a person's phone.
import type { AppRecord, PersonRecord } from '../../ports';

/** `args` is what the wx API takes, without callbacks. */
export interface PhoneCall { person: PersonRecord; app: AppRecord; device: string; args: Record<string, unknown> }

export type PhoneAnswer =
  | { ok: true; result: Record<string, unknown> & { errMsg: string } }
  | { ok: false; error: { errMsg: string; errno?: number; errCode?: number } };
