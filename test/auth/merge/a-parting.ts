// Two who were one by mistake, the moments at which their undoing is cut or overtaken, and links of long ago.
import { keepHouse } from '../../../auth/account/housekeeping';
import type { MergeId, UserId } from '../../../auth/ids';
import { finishLink, startLink } from '../../../auth/merge/link';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import { granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { crashingAt } from '../crashing';
import { SETTLED, aPair, app, byUnionid, caller, enter, keyOf } from './a-pair';

export const DAY = 86_400_000;
export const must = <T>(value: T | null | undefined): T => { if (value === undefined || value === null) throw new Error('nothing there'); return value; };
export const userOf = (world: RuleWorld, id: UserId) => must(world.rows.users.get(id));
export const idOf = (world: RuleWorld, name: string, n: number) => must(world.rows.identities.get(keyOf(name, n)));
export const houseKept = (world: RuleWorld) => keepHouse(world, () => true);
export const mergeOf = (world: RuleWorld, loser: UserId): MergeId => must([...world.journal.rows.values()].reverse().find((each) => each.loser === loser && each.state !== 'void')).id;
export async function merged(world: RuleWorld, ...pair: [UserId, UserId]): Promise<void> {
  expect(await mergeUsers(world, pair, byUnionid('alice', 1))).toBe('one');
  world.clock.advance(SETTLED);
}
/** An undo cut as soon as the two are parted. */
export async function cutAfterPart() {
  for (let nth = 1; nth < 60; nth += 1) {
    const pair = await aPair();
    const { world, older, younger } = pair;
    await merged(world, older, younger);
    await undoMerge(crashingAt(world, nth, 'after'), 'ops', mergeOf(world, younger)).catch(() => null);
    if (userOf(world, younger).status === 'active') return pair;
  }
  throw new Error('never parted');
}

/** Linked so long ago that it cannot be undone any more. */
export async function linkedLongAgo(world: RuleWorld, a: [string, number, boolean], b: [string, number, boolean]) {
  await link(world, a, b);
  world.clock.advance(31 * DAY);
  await houseKept(world);
}

export async function link(world: RuleWorld, a: [string, number, boolean], b: [string, number, boolean]) {
  const [from, to] = [granted(await enter(world, ...a)), granted(await enter(world, ...b))];
  const { linkCode } = granted(await startLink(world, app(a[1]), caller(...a), from.accessToken));
  granted(await finishLink(world, app(b[1]), caller(...b), { accessToken: to.accessToken, linkCode }));
}

export const onlyMerge = (world: RuleWorld) => must([...world.journal.rows.keys()][0]);

/** The same world, in which something happens just before a method of a store is called for the n-th time. */
export function before<K extends 'users' | 'belongings'>(world: RuleWorld, store: K, method: string, nth: number, happens: () => Promise<unknown>): RuleWorld {
  let calls = 0;
  const held = world[store];
  return { ...world, [store]: new Proxy(held, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return async (...args: unknown[]) => {
        if (name === method && ++calls === nth) await happens();
        return Reflect.apply(found, target, args);
      };
    },
  }) };
}
