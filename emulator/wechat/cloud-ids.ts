// CloudIDs: a name for open data that only the platform can resolve. @see signature.html#method-cloud, developers.weixin.qq.com
import { newCloudId } from './identifiers';
import type { State } from './state';
import { DAY, MINUTE, openSweeper, SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}cloudid/`;
/** cloudID 有效期五分钟. */
const CLOUD_ID_LIFETIME = 5 * MINUTE;
/** An expired one is still told from an unknown one for this long. */
const REMEMBERED = DAY;
/** 一次调用最多可替换 5 个 CloudID. */
const REPLACED_PER_CALL = 5;

interface IssuedCloudId { appid: string; person: string; data: Record<string, unknown>; issuedAt: number }
export interface CloudIdCaller { person: string | null; app: string | null }
export type OpenData = { cloudID: string; data: Record<string, unknown> } | { cloudID: string; errCode: number; errMsg: string };

export interface CloudIds {
  issue(appid: string, person: string, data: Record<string, unknown>): string;
  /** The data for the person and app it was made for; else -601005, -601006 or -601007 in its place. Repeatable within its life. */
  resolve(cloudID: string, caller: CloudIdCaller): OpenData;
  /** The data of wx.cloud.callFunction as the function gets it; `keys` are the fields that now hold real open data. */
  replaceMarks(data: Record<string, unknown>, caller: CloudIdCaller): { data: Record<string, unknown>; keys: string[] };
}

/** The id in a mark made by wx.cloud.CloudID, which travels as `{ "$cloudID": id }`. */
function markedId(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  const [key, id] = entries[0] ?? [];
  return entries.length === 1 && key === '$cloudID' && typeof id === 'string' ? id : null;
}

/** 非顶层字段的 CloudID 不会被替换，会原样字符串展示. */
function marksAsStrings(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(marksAsStrings);
  return markedId(value) ?? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marksAsStrings(item)]));
}

export function openCloudIds({ clock, shelf }: State): CloudIds {
  const sweep = openSweeper<IssuedCloudId>({ clock, shelf }, PREFIX, (issued, now) => now >= issued.issuedAt + REMEMBERED);

  function resolve(cloudID: string, caller: CloudIdCaller): OpenData {
    const issued = /^[0-9]{2}_[A-Za-z0-9_-]{1,100}$/.test(cloudID) ? (shelf.get(PREFIX + cloudID) as IssuedCloudId | undefined) : undefined;
    if (!issued) return { cloudID, errCode: -601005, errMsg: 'invalid cloudID.' };
    if (issued.person !== caller.person || issued.appid !== caller.app) return { cloudID, errCode: -601007, errMsg: 'cloudID and calling user does not match.' };
    if (clock.now() >= issued.issuedAt + CLOUD_ID_LIFETIME) return { cloudID, errCode: -601006, errMsg: 'cloudID expired.' };
    return { cloudID, data: issued.data };
  }

  function replaceMarks(data: Record<string, unknown>, caller: CloudIdCaller) {
    const keys: string[] = [];
    let replaced = 0;
    const entries = Object.entries(data).map(([key, value]): [string, unknown] => {
      const id = markedId(value);
      if (id === null || replaced === REPLACED_PER_CALL) return [key, marksAsStrings(value)];
      replaced += 1;
      const openData = resolve(id, caller);
      if ('data' in openData) keys.push(key);
      return [key, openData];
    });
    return { data: Object.fromEntries(entries), keys };
  }

  return {
    issue(appid, person, data) {
      sweep();
      const cloudID = newCloudId();
      shelf.put(PREFIX + cloudID, { appid, person, data, issuedAt: clock.now() } satisfies IssuedCloudId);
      return cloudID;
    },
    resolve,
    replaceMarks,
  };
}
