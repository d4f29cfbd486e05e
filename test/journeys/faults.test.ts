// Things break: every database call of a flow fails in every way once, the client asks once more, and the invariants hold.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000,"renewPerMinute":1000}' } }); });
afterEach(() => world.control('DELETE', '/emulator/faults'));
afterAll(() => world.stop());

const KINDS = [{ kind: 'error', code: 'SYS_ERR' }, { kind: 'applied-lost' }, { kind: 'drop-before' }, { kind: 'kill-before' }, { kind: 'kill-after' }] as const;
const CASES = KINDS.flatMap((fault) => [1, 2, 3, 4, 5].map((nth) => ({ ...fault, nth })));

async function aNewPerson(name: string): Promise<string> {
  await world.control('POST', '/emulator/people', { name });
  return name;
}

/** The phone's call, whose transport may fail. */
async function tryCall(person: string, data: Record<string, unknown>): Promise<unknown> {
  return world.callFunction(person, 'session', data).catch((error: Error) => error.message);
}

async function rowsOf(person: string) {
  const { people } = await world.control<{ people: { name: string; openids: Record<string, string> }[] }>('GET', '/emulator/people');
  const openid = people.find(({ name }) => name === person)?.openids['wxfa4e000000000001'];
  const database = await world.database();
  const identities = (database['identities'] ?? []).filter((identity) => identity['openid'] === openid);
  const users = (database['users'] ?? []).filter((user) => identities.some((identity) => identity['userId'] === user['_id']));
  const unions = (database['unions'] ?? []).filter((union) => identities.some((identity) => identity['userId'] === union['userId']));
  return { identities: identities.length, users: users.length, unions: unions.length };
}

test.each(CASES)('[REL-05] a first sign-in whose database call $nth meets $kind is whole after one more try', async ({ nth, ...fault }) => {
  const person = await aNewPerson(`p${nth}-${fault.kind}`);
  await world.setFault({ target: 'database', call: '*', nth, person, ...fault });
  await tryCall(person, { action: 'sign-in' });
  expect(await world.judge(person, 'session', { action: 'sign-in' })).toBe('ok');
  expect(await rowsOf(person)).toEqual({ identities: 1, users: 1, unions: 1 });
});

test.each(KINDS)('[REL-06] a renewal whose database call meets $kind answers one successor after one more try', async (fault) => {
  const person = await aNewPerson(`renew-${fault.kind}`);
  const { refreshToken } = await world.signIn(person);
  await world.setFault({ target: 'database', call: '*', person, ...fault });
  await tryCall(person, { action: 'renew', refreshToken });
  const first = await world.ask(person, 'session', { action: 'renew', refreshToken });
  expect((await world.ask(person, 'session', { action: 'renew', refreshToken })).refreshToken).toBe(first.refreshToken);
});

test.each(KINDS)('[REL-06] a sign-out whose database call meets $kind has signed out after one more try', async (fault) => {
  const person = await aNewPerson(`out-${fault.kind}`);
  const { accessToken } = await world.signIn(person);
  await world.setFault({ target: 'database', call: '*', person, ...fault });
  await tryCall(person, { action: 'sign-out', accessToken });
  expect(await world.judge(person, 'session', { action: 'sign-out', accessToken })).toBe('ok');
  expect(await world.judge(person, 'session', { action: 'list', accessToken })).toBe('session-revoked');
});

test('[REL-09] a database that never answers is internal within the function’s own limit, with its log line', async () => {
  await world.setFault({ target: 'database', call: '*', kind: 'hang', times: 0 });
  const { reply, invocation } = await world.call('alice', 'session', { action: 'sign-in' });
  expect(reply).toMatchObject({ ok: false, refusal: { code: 'internal', requestId: invocation } });
  expect((await world.logs()).filter((line) => line.invocation === invocation).map(({ text }) => text).join()).toContain('DeadlinePassed');
});

test('[SEC-72] a failure of the database is internal: no wording of it reaches the client, the log names its kind', async () => {
  // Not the read beside it: the SDK gives an aggregate's failure as -1, and which of the two fails first is chance.
  await world.setFault({ target: 'database', call: 'database.modifyDocument', kind: 'error', code: 'DATABASE_REQUEST_FAILED', times: 0 });
  const { reply, invocation } = await world.call('alice', 'session', { action: 'sign-in' });
  expect(reply).toMatchObject({ ok: false, refusal: { code: 'internal', retry: 'later', requestId: invocation } });
  expect(JSON.stringify(reply)).not.toMatch(/database|DATABASE|127\.0\.0\.1|at /);
  const lines = (await world.logs()).filter((line) => line.invocation === invocation).map(({ text }) => JSON.parse(text) as { event?: string; kind?: string });
  expect(lines.find(({ event }) => event === 'failure')?.kind).toContain('-502001');
});

test('[SI-11] an environment without our collections answers internal, and the log says what to create', async () => {
  await world.setFault({ target: 'database', call: 'database.aggregateDocuments identities', kind: 'error', code: 'DATABASE_COLLECTION_NOT_EXIST' });
  const { reply, invocation } = await world.call('alice', 'session', { action: 'sign-in' });
  expect(reply).toMatchObject({ ok: false, refusal: { code: 'internal' } });
  const line = (await world.logs()).find((each) => each.invocation === invocation && each.text.includes('collection-missing'));
  expect(line?.text).toContain('identities');
  expect(line?.text).toContain('database.json');
});
