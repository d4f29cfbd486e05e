// People who come in through several apps before WeChat tells that they are one, and what must never stand of them, whatever was cut.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

/** `npm run proof` asks for a thousand. */
export const ROUNDS = Number(process.env['PROOF_ROUNDS'] ?? 50);
export const IS_PROOF = ROUNDS > 50;
export const LONG_ROUNDS = IS_PROOF ? ROUNDS : 10;
/** Each call of a change, before and after it; the other ways to fail are the proof's. */
export const CUTS = IS_PROOF ? ['kill-before', 'kill-after', 'applied-lost', 'error'] : ['kill-before', 'kill-after'];

/** Before and after every second call the database stands as after each of them; the proof cuts at each as well. */
export const CUT_STEP = IS_PROOF ? 1 : 2;

export const APPS = ['wxfa4e000000000001', 'wxfa4e0000000000a2', 'wxfa4e0000000000a3', 'wxfa4e0000000000a4', 'wxfa4e0000000000a5'];
export const [FIRST = '', SECOND = '', THIRD = ''] = APPS;

const LIMITS = '{"signInPerMinute":100000,"renewPerMinute":100000,"phonePerDay":100000,"phonePerAppPerDay":100000}';

/** A world with five mini programs of one open platform, where nobody comes too often. */
export async function startMergeJourney(env: Record<string, string> = {}): Promise<Journey> {
  const world = await startJourney({ env: { LIMITS, ...env } });
  await addApps(world);
  return world;
}

/** Empty again: what reads the whole database would take ever longer. */
export async function startOver(world: Journey): Promise<void> {
  await world.reset();
  await addApps(world);
}

async function addApps(world: Journey): Promise<void> {
  for (const appid of APPS.slice(1)) await world.control('POST', '/emulator/apps', { appid, openPlatform: 'op1' });
}

let people = 0;
/** From now on WeChat tells her unionid. */
export const tellUnion = (world: Journey, name: string): Promise<unknown> => world.control('POST', '/emulator/people', { name, unionid: true });

/** A person whose unionid WeChat does not tell yet. */
export async function aPerson(world: Journey): Promise<string> {
  people += 1;
  const name = `person-${people}`;
  await world.control('POST', '/emulator/people', { name, unionid: false, phone: '+8613800000001' });
  return name;
}

/** Signed in through these apps, as a user each, the first the oldest. */
export async function apart(world: Journey, apps: string[]): Promise<{ name: string; users: string[] }> {
  const name = await aPerson(world);
  const users: string[] = [];
  for (const app of apps) users.push((await world.signIn(name, { app })).user.id);
  return { name, users };
}

interface Rows {
  users: { _id: string; status: string; mergedInto?: string | null; merging?: string | null; aliases?: string[] }[]; identities: { _id: string; userId: string; union: string | null; openid: string; status: string }[];
  unions: { _id: string; userId: string }[]; journal: { _id: string; state: string; winner: string; loser: string }[]; notes: { _id: string; userId: string }[];
}

/** Her openid in each app. */
export async function openIds(world: Journey, name: string): Promise<Record<string, string>> {
  return (await world.control<{ person: { openids: Record<string, string> } }>('POST', '/emulator/people', { name })).person.openids;
}

/** What stands of a person in the database: users, owners of her identities, and what must never be. */
export async function standing(world: Journey, name: string): Promise<{ users: Record<string, string>; owners: string[]; faults: string[] }> {
  const openids = Object.values(await openIds(world, name));
  const { users, identities, unions, journal, notes } = await world.database() as unknown as Rows;
  const own = identities.filter(({ openid }) => openids.includes(openid));
  const ids = new Set(own.map(({ userId }) => userId));
  const hers = users.filter(({ _id, mergedInto }) => ids.has(_id) || (mergedInto != null && ids.has(mergedInto)));
  const guards = unions.filter(({ _id }) => own.some(({ union }) => union === _id));
  const isMerged = (id: string) => users.find(({ _id }) => _id === id)?.status === 'merged';
  const isHers = (id: string) => hers.some(({ _id }) => _id === id);
  return {
    users: Object.fromEntries(hers.map(({ _id, status }) => [_id, status])), owners: [...ids],
    faults: [
      ...hers.filter(({ mergedInto }) => mergedInto != null && isMerged(mergedInto)).map(() => 'an alias of an alias'),
      ...hers.filter(({ _id, mergedInto }) => mergedInto != null && users.find((each) => each._id === mergedInto)?.aliases?.includes(_id) !== true).map(() => 'an alias of nobody'),
      ...hers.filter(({ _id, status, aliases = [] }) => status !== 'merged' && aliases.some((alias) => users.find((each) => each._id === alias)?.mergedInto !== _id)).map(() => 'an alias that is none'),
      ...hers.filter(({ merging }) => merging != null).map(() => 'held by a merge'), ...guards.filter(({ userId }) => !ids.has(userId)).map(() => 'a union of another'),
      ...[...ids].filter(isMerged).map(() => 'an identity with a merged user'), ...notes.filter(({ userId }) => isHers(userId) && isMerged(userId)).map(() => 'a note with a merged user'),
      ...journal.filter(({ state, winner, loser }) => ['running', 'undoing'].includes(state) && (isHers(winner) || isHers(loser))).map(({ state }) => `a merge ${state}`),
    ],
  };
}

/** Sets the fault, runs what it shall meet, takes it away; whether it met it. Of one person's calls, or of anybody's. */
export async function met(world: Journey, fault: { kind: string; nth: number; person?: string }, run: () => Promise<unknown>): Promise<boolean> {
  const id = await world.setFault({ target: 'database', call: '*', ...fault, ...(fault.kind === 'error' ? { code: 'SYS_ERR' } : {}) });
  await run().catch(() => 'the transport failed');
  const { faults } = await world.control<{ faults: { id: number; fired: number }[] }>('GET', '/emulator/faults');
  await world.control('DELETE', `/emulator/faults?id=${id}`);
  return faults.some((each) => each.id === id && each.fired > 0);
}
