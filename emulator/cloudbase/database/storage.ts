// The file on disk (LMDB): which document texts exist, in the order they were written.
import { open } from 'lmdb';

/** One document put (text) or removed (null). */
export interface Write { collection: string; sequence: number; text: string | null }

export interface Storage {
  load(see: (collection: string, sequence: number, text: string) => void): void;
  /** All or nothing; what it returned from survives kill -9 (and power loss, when synced). */
  commit(writes: Write[]): void;
  clear(): void;
  close(): Promise<void>;
}

/** `sync`: fsync before each commit returns. Without it the kernel holds the pages, which outlive this process. */
export function openStorage(directory: string, sync: boolean): Storage {
  const file = open<string, [string, number]>({ path: directory, encoding: 'string', noSubdir: false, overlappingSync: false, noSync: !sync });
  const write = ({ collection, sequence, text }: Write) => {
    if (text === null) file.removeSync([collection, sequence]);
    else file.putSync([collection, sequence], text);
  };
  return {
    load(see) {
      for (const { key: [collection, sequence], value } of file.getRange()) see(collection, sequence, value);
    },
    commit(writes) { file.transactionSync(() => writes.forEach(write)); },
    clear() { file.clearSync(); },
    close: () => file.close(),
  };
}
