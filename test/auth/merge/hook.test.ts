// The app's own function hears that two users are one, and that they are two again.
import { keepHouse } from '../../../auth/account/housekeeping';
import type { MergeId, UserId } from '../../../auth/ids';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import type { MergeEvent } from '../../../contract/merge-hook';
import { crashingAt } from '../crashing';
import { granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { SETTLED, aPair, byUnionid, enter } from './a-pair';

const houseKept = (world: RuleWorld) => keepHouse(world, () => true);
const undone = async (world: RuleWorld) => granted(await undoMerge(world, 'ops', [...world.journal.rows.keys()].at(0) as MergeId));

/** Two who are one, and what their app heard; `answers`: whether its function returns. */
async function heardPair(answers: () => boolean = () => true) {
  const pair = await aPair();
  const heard: { event: MergeEvent; patience: number }[] = [];
  pair.world.mergeHook = async (event, patience) => { heard.push({ event, patience }); return answers(); };
  return { ...pair, heard };
}

test('[MG17] the function hears of a merge at once, with both ids, the journal’s, and until when tokens from before may be seen', async () => {
  const { world, older, younger, heard } = await heardPair();
  const now = world.clock.now();
  granted(await enter(world, 'alice', 2, true));
  const [mergeId] = [...world.journal.rows.keys()];
  expect(heard).toEqual([{ event: { action: 'merged', mergeId, winner: older, loser: younger, at: now, tokensUntil: now + 10_000 + 900_000 + 60_000 }, patience: 1500 }]);
  for (let round = 0; round < 3; round += 1) {
    world.clock.advance(SETTLED);
    await houseKept(world);
    granted(await enter(world, 'alice', 2, true));
  }
  expect(heard).toHaveLength(1);
});

test('[MG17] it hears again until it returns, from housekeeping and with more patience; meanwhile the sign-in is no worse for it', async () => {
  let isUp = false;
  const { world, older, heard } = await heardPair(() => isUp);
  expect(granted(await enter(world, 'alice', 2, true)).user.id).toBe(older);
  const told = async () => {
    world.clock.advance(SETTLED);
    await houseKept(world);
    return [heard.length, [...world.journal.rows.values()].map(({ state, isTold }) => [state, isTold])];
  };
  expect(await told()).toEqual([2, [['settled', false]]]);
  expect(world.failures).toEqual(['merge hook']);
  isUp = true;
  expect(await told()).toEqual([3, [['settled', true]]]);
  expect(await told()).toEqual([3, [['settled', true]]]);
  expect(heard.map(({ patience }) => patience)).toEqual([1500, 6000, 6000]);
});

test('[MG17] it hears of an undoing as of a merge, and of one that began before it heard of the merge', async () => {
  let isUp = true;
  const { world, older, younger, heard } = await heardPair(() => isUp);
  granted(await enter(world, 'alice', 2, true));
  world.clock.advance(SETTLED);
  isUp = false;
  await undone(world);
  expect(heard.map(({ event }) => event.action)).toEqual(['merged', 'unmerged']);
  isUp = true;
  world.clock.advance(SETTLED);
  await houseKept(world);
  expect(heard.slice(1).map(({ event }) => event)).toEqual([1, 2].map(() => ({ action: 'unmerged', mergeId: [...world.journal.rows.keys()][0], winner: older, loser: younger, at: expect.any(Number), tokensUntil: expect.any(Number) })));
});

test('[MG17] where the one that stayed was merged on, it hears whom she is by now', async () => {
  let isUp = false;
  const { world, older, younger, heard } = await heardPair(() => isUp);
  granted(await enter(world, 'alice', 2, true));
  const last = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
  Object.assign(world.rows.users.get(last) ?? {}, { createdAt: 0 });
  isUp = true;
  expect(await mergeUsers(world, [older, last], byUnionid('bob', 3))).toBe('one');
  world.clock.advance(SETTLED);
  await houseKept(world);
  expect(heard.slice(1).map(({ event: { winner, loser } }) => [winner, loser])).toEqual([[last, older], [last, younger]]);
});

test.each(['before', 'after'] as const)('[MG17] whichever call is cut %s it is done, it hears of the merge and of its undoing at least once', async (when) => {
  for (const what of ['merge', 'undo'] as const) {
    for (let nth = 1; nth < 120; nth += 1) {
      const { world, heard } = await heardPair();
      if (what === 'undo') {
        granted(await enter(world, 'alice', 2, true));
        world.clock.advance(SETTLED);
      }
      const brittle = crashingAt(world, nth, when);
      const cut = await (what === 'merge' ? enter(brittle, 'alice', 2, true) : undone(brittle)).then(() => false, () => true);
      world.clock.advance(SETTLED);
      if (what === 'merge') granted(await enter(world, 'alice', 2, true));
      else await undone(world);
      world.clock.advance(SETTLED);
      await houseKept(world);
      expect([what, nth, heard.some(({ event }) => event.action === (what === 'merge' ? 'merged' : 'unmerged'))]).toEqual([what, nth, true]);
      expect([nth, [...world.journal.rows.values()].filter(({ state }) => state !== 'void').map(({ isTold }) => isTold)]).toEqual([nth, [true]]);
      if (!cut) break;
    }
  }
});
