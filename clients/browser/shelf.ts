// The client's own drawer in the tab's storage: JSON by name, apart for each door.
import type { Page } from './page';

export interface Shelf {
  /** Null where nothing lies, or something that is not ours. */
  read<T extends object>(name: string): T | null;
  /** Null takes it away. */
  write(name: string, value: object | null): void;
  /** Of a list, what is younger than that, by a clock that may have been set back. */
  recent<T extends { at: number }>(name: string, withinMs: number): T[];
}

export function openShelf({ storage, now }: Page, door: string): Shelf {
  const key = (name: string) => `wechat-accounts:${door}:${name}`;
  const read = <T extends object>(name: string) => parsed(storage.getItem(key(name))) as T | null;
  return {
    read,
    write: (name, value) => { value === null ? storage.removeItem(key(name)) : storage.setItem(key(name), JSON.stringify(value)); },
    recent: <T extends { at: number }>(name: string, withinMs: number) => {
      const list = read<T[]>(name);
      return Array.isArray(list) ? list.filter((each) => Math.abs(now() - each?.at) < withinMs) : [];
    },
  };
}

function parsed(text: string | null): object | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' ? value : null;
  } catch { return null; }
}
