// People who come in through several apps before WeChat tells that they are one: the start of every merge.
import type * as fc from 'fast-check';
import type { AppId, UserId } from '../../../auth/ids';
import { identityKey } from '../../../auth/ids';
import type { Evidence } from '../../../auth/merge/ports';
import type { AppSettings, Caller } from '../../../auth/ports';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, APP, aPerson, aWorld, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

export const UNION = aPerson('x', 'oFAKE_U_alice').unionId;
export const SETTLED = 120_000;

/** The n-th app of the open platform. */
export function app(n: number): AppSettings {
  return { ...APP, appId: `wxfa4e0000000000a${n}` as AppId };
}

export function caller(name: string, n: number, isUnionTold: boolean): Caller {
  return { ...aPerson(`${name}${n}`), appId: app(n).appId, unionId: isUnionTold ? UNION : null };
}

export const enter = (world: RuleWorld, name: string, n: number, isUnionTold: boolean) => signIn(world, app(n), caller(name, n, isUnionTold), A_TAP);
export const keyOf = (name: string, n: number) => identityKey('mini-program', app(n).appId, caller(name, n, false).openId);

/** What WeChat told of somebody in the n-th app. */
export const byUnionid = (name: string, n: number): Evidence => ({ identity: keyOf(name, n), appId: app(n).appId, by: 'unionid' });

/** Two users, the one of app 1 older, who are one person; WeChat told the unionid to app 1 already. */
export async function aPair(): Promise<{ world: RuleWorld; older: UserId; younger: UserId }> {
  const world = aWorld();
  granted(await enter(world, 'alice', 1, false));
  world.clock.advance(1000);
  const younger = granted(await enter(world, 'alice', 2, false)).user.id as UserId;
  const older = granted(await enter(world, 'alice', 1, true)).user.id as UserId;
  return { world, older, younger };
}

/** What must hold whatever happened: aliases of one step to a living user, nobody held by a merge, each identity and union with a living user. */
export function faultsOf(world: RuleWorld): string[] {
  const users = [...world.rows.users.values()];
  const statusOf = (id: UserId | null) => users.find((user) => user.id === id)?.status ?? 'nobody';
  return [
    ...users.filter(({ status, mergedInto }) => (status === 'merged') !== (mergedInto !== null)).map(({ id }) => `${id} is half an alias`),
    ...users.filter(({ status, mergedInto }) => status === 'merged' && statusOf(mergedInto) === 'merged').map(({ id }) => `${id} is an alias of an alias`),
    ...users.filter(({ id, status, mergedInto }) => status === 'merged' && !users.find((user) => user.id === mergedInto)?.aliases.includes(id)).map(({ id }) => `${id} is nobody's alias`),
    ...users.filter(({ merging }) => merging !== null).map(({ id }) => `${id} is held by a merge`),
    ...[...world.rows.identities.values()].filter(({ userId }) => statusOf(userId) === 'merged').map(({ key }) => `${key} is with a merged user`),
    ...[...world.rows.unions].filter(([, owner]) => statusOf(owner) === 'merged').map(([key]) => `${key} is a merged user's`),
    ...[...world.belongings.held.keys()].filter((owner) => statusOf(owner) === 'merged').map((owner) => `${owner} has belongings and is merged`),
    ...[...world.journal.rows.values()].filter(({ state }) => state === 'open' || state === 'running' || state === 'undoing').map(({ id }) => `${id} is not over`),
  ];
}

/** The same world whose stores answer after a while each, in an order that the scheduler chooses. */
export function scheduled(world: RuleWorld, s: fc.Scheduler): RuleWorld {
  const slow = <T extends object>(store: T): T => new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      return typeof method === 'function' ? (...args: unknown[]) => s.schedule(Promise.resolve(), String(name)).then(() => Reflect.apply(method, target, args)) : method;
    },
  });
  return { ...world, identities: slow(world.identities), users: slow(world.users), unions: slow(world.unions), journal: slow(world.journal), belongings: slow(world.belongings), audit: slow(world.audit) };
}
