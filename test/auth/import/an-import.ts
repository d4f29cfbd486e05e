// The world of an import's test: two mini programs, an account and a website of one open platform, a mini program of another, one of none.
import { appId, openId, unionId } from '../../../auth/ids';
import type { AppId, IdentityKind } from '../../../auth/ids';
import type { AppSettings, Caller } from '../../../auth/ports';
import type { ImportRow } from '../../../contract/operator';
import { aWorld } from '../a-world';
import { crashingAt } from '../crashing';
import type { RuleWorld } from '../a-world';

function must<T>(value: T | null): T {
  if (value === null) throw new Error('not an id');
  return value;
}

function anApp(number: number, kind: IdentityKind, openPlatform: string | null): AppSettings {
  return { appId: must(appId(`wxfa4e00000000000${number}`)), kind, secret: '0123456789abcdef0123456789abcdef', openPlatform };
}

export const MINI = anApp(1, 'mini-program', 'op1');
export const ACCOUNT = anApp(2, 'official-account', 'op1');
export const SITE = anApp(3, 'website', 'op1');
export const UNBOUND = anApp(4, 'mini-program', null);
export const ELSEWHERE = anApp(5, 'mini-program', 'op2');
const APPS: ReadonlyMap<AppId, AppSettings> = new Map([MINI, ACCOUNT, SITE, UNBOUND, ELSEWHERE].map((app) => [app.appId, app]));

export type ImportingWorld = RuleWorld & { apps: ReadonlyMap<AppId, AppSettings> };

export function anImportingWorld(): ImportingWorld {
  return { ...aWorld(), apps: APPS };
}

/** As crashingAt, with its apps. */
export function cutAt(world: ImportingWorld, nth: number, when: 'before' | 'after'): ImportingWorld {
  return { ...crashingAt(world, nth, when), apps: world.apps };
}

/** A world in which something happens at the n-th call of a store. */
export function meetingAt(world: ImportingWorld, nth: number, happens: () => Promise<unknown>): { world: ImportingWorld; calls: () => number } {
  let count = 0;
  const watched = <T extends object>(store: T): T => new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        count += 1;
        if (count === nth) await happens();
        return Reflect.apply(method, target, args);
      };
    },
  });
  return { world: { ...world, identities: watched(world.identities), users: watched(world.users), unions: watched(world.unions), journal: watched(world.journal) }, calls: () => count };
}

export const callerOf = (app: AppSettings, person: string, union: string | null = null): Caller => ({
  appId: app.appId, openId: must(openId(person)), unionId: union === null ? null : must(unionId(union)), ipPrefix: null, openDataKeys: [],
});

/** [app, openid], or [app, openid, unionid]. */
export type Named = [app: AppSettings, openId: string, unionId?: string];

export function aRow(line: number, names: Named[], more: Omit<ImportRow, 'line' | 'identities'> = {}): ImportRow {
  return { line, identities: names.map(([app, person, union]) => ({ appId: app.appId, openId: person, ...(union === undefined ? {} : { unionId: union }) })), ...more };
}

/** Everything that stands, to compare. */
export function everything({ rows }: RuleWorld): unknown {
  return structuredClone({ identities: [...rows.identities.values()], users: [...rows.users.values()], unions: [...rows.unions.entries()] });
}

/** The same, in no order and without what is sealed anew each time. */
export function inSubstance({ rows }: RuleWorld): unknown {
  const users = [...rows.users.values()].map(({ phone, ...user }) => ({ ...user, phone: phone === null ? null : { key: phone.key, masked: phone.masked } }));
  const sorted = <T>(list: T[]) => list.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  return structuredClone({ identities: sorted([...rows.identities.values()]), users: sorted(users), unions: sorted([...rows.unions.entries()]) });
}
