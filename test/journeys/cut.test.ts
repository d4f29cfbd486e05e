// Each change of a profile and of an account is cut at each of its database calls in every way, is asked for once more, and ends as one that was not cut.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { aPicture, betweenTimers, chosenPicture, keepHouse, operated, operatorJudge, phoneCode, storedFiles } from './a-life';

const DAY = 86_400;
const KINDS = [{ kind: 'error', code: 'SYS_ERR' }, { kind: 'applied-lost' }, { kind: 'drop-before' }, { kind: 'kill-before' }, { kind: 'kill-after' }] as const;
/** More calls than any of these makes. */
const MOST_CALLS = 40;

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000,"phonePerDay":50}' } }); });
afterEach(() => world.control('DELETE', '/emulator/faults'));
afterAll(() => world.stop());

interface Subject { person: string; userId: string; accessToken: string }
interface Flow { prepare(subject: Subject): Promise<Subject>; act(subject: Subject): Promise<string> }

const judge = ({ person, accessToken }: Subject, door: 'profile' | 'account', request: object) => world.judge(person, door, { ...request, accessToken });
const as = (subject: Subject): Promise<Subject> => Promise.resolve(subject);
const afterClosing = async (subject: Subject): Promise<Subject> => { await judge(subject, 'account', { action: 'close' }); return subject; };
const FLOWS: Record<string, Flow> = {
  'a profile': {
    prepare: as,
    act: async (subject) => judge(subject, 'profile', { action: 'update', nickname: 'Alice', avatarFileId: await chosenPicture(world, subject.person, subject.userId, aPicture(subject.person)) }),
  },
  'a phone number': { prepare: as, act: async (subject) => judge(subject, 'profile', { action: 'bind-phone', code: await phoneCode(world, subject.person) }) },
  closing: { prepare: as, act: (subject) => judge(subject, 'account', { action: 'close' }) },
  keeping: { prepare: afterClosing, act: (subject) => judge(subject, 'account', { action: 'keep' }) },
  'signing in to keep': { prepare: afterClosing, act: ({ person }) => world.judge(person, 'session', { action: 'sign-in', keep: true }) },
  'a ban': { prepare: as, act: ({ userId }) => operatorJudge(world, { action: 'ban', userId }) },
  'lifting a ban': {
    prepare: async (subject) => { await operatorJudge(world, { action: 'ban', userId: subject.userId }); return subject; },
    act: ({ userId }) => operatorJudge(world, { action: 'lift', userId }),
  },
};

async function aSubject(name: string): Promise<Subject> {
  await world.control('POST', '/emulator/people', { name, phone: '+8613800000001' });
  const { user, accessToken } = await world.signIn(name);
  return { person: name, userId: user.id, accessToken };
}

/** What stands of her, without what differs from one run to the next: a sign-in whose answer was lost is one sign-in more. */
async function standing({ userId }: Subject): Promise<object> {
  const { users = [], identities = [], audit = [] } = await world.database();
  const user = users.find((each) => each['_id'] === userId) as { status: string; nickname: string | null; avatarUrl: string | null; phone: { masked: string } | null; closing: object | null } | undefined;
  const own = identities.filter((each) => each['userId'] === userId) as unknown as { status: string; sessions: object[]; events: { kind: string }[] }[];
  return {
    user: [user?.status, user?.nickname, user?.avatarUrl === null, user?.phone?.masked, user?.closing === null],
    identities: own.map(({ status, sessions, events }) => [status, sessions.length > 0, [...new Set(events.map(({ kind }) => kind))]]),
    audit: audit.filter((row) => row['userId'] === userId).map(({ kind }) => kind).sort(),
  };
}

/** Sets the fault, runs what it shall meet; whether it met it. */
async function met(fault: object, run: () => Promise<unknown>): Promise<boolean> {
  const id = await world.setFault({ target: 'database', call: '*', ...fault });
  await run().catch(() => 'the transport failed');
  const { faults } = await world.control<{ faults: { id: number; fired: number }[] }>('GET', '/emulator/faults');
  await world.control('DELETE', '/emulator/faults');
  return faults.some((each) => each.id === id && each.fired > 0);
}

const CASES = Object.keys(FLOWS).flatMap((what) => KINDS.map((fault) => ({ what, ...fault })));

test.each(CASES)('[REL-06] $what whose n-th database call meets $kind is whole after one more try, for every n', async ({ what, ...fault }) => {
  const flow = FLOWS[what];
  if (flow === undefined) throw new Error(what);
  const name = `${what.replaceAll(/[^a-z]/g, '').slice(0, 12)}-${fault.kind.slice(0, 12)}`;
  const clean = await flow.prepare(await aSubject(`${name}-0`));
  expect(await flow.act(clean)).toBe('ok');
  const whole = await standing(clean);
  for (let nth = 1; nth <= MOST_CALLS; nth += 1) {
    const subject = await flow.prepare(await aSubject(`${name}-${nth}`));
    const isMet = await met({ ...fault, nth }, () => flow.act(subject));
    expect([nth, await flow.act(subject), await standing(subject)]).toEqual([nth, 'ok', whole]);
    if (!isMet) return expect(nth).toBeGreaterThan(2);
  }
  throw new Error(`more than ${MOST_CALLS} calls`);
}, 60_000);

/** Everything she can leave behind, closed, and its time just over; the timer is far. */
async function aDueAccount(name: string): Promise<Subject> {
  await betweenTimers(world);
  const subject = await aSubject(name);
  const file = await chosenPicture(world, name, subject.userId, aPicture(`canary-${name}-`));
  expect(await judge(subject, 'profile', { action: 'update', nickname: `canary-${name}-`, avatarFileId: file })).toBe('ok');
  await world.ask(name, 'notes', { action: 'add', accessToken: subject.accessToken, text: `canary-${name}-` });
  expect(await judge(subject, 'account', { action: 'close' })).toBe('ok');
  await world.advance(15 * DAY - 5);
  await world.advance(30);
  return subject;
}

/** An error before the write is one like a kill before it, and comes sooner. */
test.each(KINDS.filter(({ kind }) => kind !== 'error' && kind !== 'drop-before'))('[REL-07] an erasure whose n-th database call meets $kind is finished by the next run, for every n', async (fault) => {
  await world.reset(); // so that the timer has this account alone to look after
  for (let nth = 1; nth <= MOST_CALLS; nth += 1) {
    const { userId } = await aDueAccount(`due-${nth}`);
    const isMet = await met({ ...fault, nth }, () => keepHouse(world));
    expect((await keepHouse(world)).reply.ok).toBe(true);
    const left = await world.database();
    expect([nth, JSON.stringify(left).includes(`canary-due-${nth}-`), await storedFiles(world)]).toEqual([nth, false, []]);
    expect(left['users']?.find((each) => each['_id'] === userId)).toMatchObject({ status: 'erased', closing: null, nickname: null });
    expect(left['identities']?.filter((each) => each['userId'] === userId)).toMatchObject([{ status: 'erased', openid: 'erased', events: [], sessions: [] }]);
    expect(left['audit']?.filter(({ kind }) => kind === 'erase')).toHaveLength(nth);
    if (!isMet) return expect([nth > 10, await operated(world, { action: 'verify-audit' })]).toEqual([true, expect.objectContaining({ broken: null })]);
  }
  throw new Error(`more than ${MOST_CALLS} calls`);
}, 120_000);
