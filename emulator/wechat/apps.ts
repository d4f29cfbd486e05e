// The apps registered with the local WeChat.
import type { AppRecord, Shelf } from '../ports';
import { newAppSecret } from './identifiers';
import { isSecret, SECRET_RULE } from './secret';
import { SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}app/`;
type StoredApp = AppRecord & { /** Order of registration; the first mini program is the default app. */ order: number };

export interface Apps {
  /** In the order they were registered. */
  list(): AppRecord[];
  find(appid: string): AppRecord | null;
  /** Adds or changes: what is left out of a known one stays. @throws TypeError on an appid or a secret WeChat could not have given */
  put(change: { appid: string } & Partial<AppRecord>): AppRecord;
}

function newApp(appid: string): AppRecord {
  return { appid, kind: 'mini-program', name: appid, openPlatform: null, secret: newAppSecret(), sessionKeyRotation: 'min-interval' };
}

function withoutOrder({ order: _, ...app }: StoredApp): AppRecord {
  return app;
}

export function openApps(shelf: Shelf): Apps {
  function stored(): StoredApp[] {
    return shelf.entries(PREFIX).map(({ value }) => value as StoredApp).sort((one, other) => one.order - other.order);
  }

  function put(change: { appid: string } & Partial<AppRecord>): AppRecord {
    if (!/^wx[0-9a-f]{16}$/.test(change.appid)) throw new TypeError(`appid ${JSON.stringify(change.appid)} is not 'wx' and 16 lower-case hex digits`);
    if (change.secret !== undefined && !isSecret(change.secret)) throw new TypeError(`the secret of ${change.appid} is none: ${SECRET_RULE}`);
    const known = shelf.get(PREFIX + change.appid) as StoredApp | undefined;
    const order = known?.order ?? (stored().at(-1)?.order ?? 0) + 1;
    const app: StoredApp = { ...(known ?? newApp(change.appid)), ...change, order };
    shelf.put(PREFIX + app.appid, app);
    return withoutOrder(app);
  }

  return {
    list: () => stored().map(withoutOrder),
    find(appid) {
      const known = shelf.get(PREFIX + appid) as StoredApp | undefined;
      return known ? withoutOrder(known) : null;
    },
    put,
  };
}
