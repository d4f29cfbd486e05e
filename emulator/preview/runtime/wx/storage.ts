// wx.*Storage*: kept in this browser, apart for each mini program, person and device.
import { NotEmulated } from '../not-emulated';
import type { Session } from '../session';
import { type Api, defineApi, type Options, refuse } from './call';

const LIMIT_KILOBYTES = 10 * 1024;

export interface StorageArea { get(key: string): { data: unknown } | null; set(key: string, data: unknown): void; remove(key: string): void; keys(): string[]; size(): number }

export function openStorage({ appid, person, device }: Session, store: Storage): StorageArea {
  const prefix = `phone:${appid}:${person}:${device}:`;
  const all = () => Object.keys(store).filter((key) => key.startsWith(prefix));
  return {
    get(key) {
      const text = store.getItem(prefix + key);
      return text === null ? null : (JSON.parse(text) as { data: unknown });
    },
    set: (key, data) => store.setItem(prefix + key, JSON.stringify({ data })),
    remove: (key) => store.removeItem(prefix + key),
    keys: () => all().map((key) => key.slice(prefix.length)),
    size: () => all().reduce((sum, key) => sum + key.length + (store.getItem(key)?.length ?? 0), 0),
  };
}

function keyOf(api: string, { key }: Options): string {
  if (typeof key !== 'string') throw refuse(api, `parameter error: parameter.key should be String instead of ${typeof key}`);
  return key;
}

function infoOf(area: StorageArea): Record<string, unknown> {
  return { keys: area.keys(), currentSize: Math.ceil(area.size() / 1024), limitSize: LIMIT_KILOBYTES };
}

type AsyncName = 'setStorage' | 'getStorage' | 'removeStorage' | 'clearStorage' | 'getStorageInfo';

export function storageApis(area: StorageArea): Record<AsyncName, Api> & Record<`${AsyncName}Sync`, unknown> {
  const clear = () => { for (const key of area.keys()) area.remove(key); };
  function getStored(options: Options): Record<string, unknown> {
    const found = area.get(keyOf('getStorage', options));
    if (!found) throw refuse('getStorage', 'data not found');
    return { data: found.data };
  }
  function setStored(options: Options): Record<string, unknown> {
    if (options['encrypt']) throw new NotEmulated('wx.setStorage encrypt');
    area.set(keyOf('setStorage', options), options['data']);
    return {};
  }
  return {
    setStorage: defineApi('setStorage', setStored),
    getStorage: defineApi('getStorage', getStored),
    removeStorage: defineApi('removeStorage', (options) => { area.remove(keyOf('removeStorage', options)); return {}; }),
    clearStorage: defineApi('clearStorage', () => { clear(); return {}; }),
    getStorageInfo: defineApi('getStorageInfo', () => infoOf(area)),
    setStorageSync: (key: string, data: unknown) => area.set(key, data),
    // Missing is the empty string, as WeChat has it.
    getStorageSync: (key: string) => area.get(key)?.data ?? '',
    removeStorageSync: (key: string) => area.remove(key),
    clearStorageSync: clear,
    getStorageInfoSync: () => infoOf(area),
  };
}
