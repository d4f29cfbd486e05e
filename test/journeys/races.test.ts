// Races through real processes: renewals against each other and against everything that ends a session or an account.
import type { FoundUser } from '../../contract/operator';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { betweenTimers, keepHouse, operated, operatorJudge, phoneCode } from './a-life';

/** `npm run proof` asks for a thousand. */
const ROUNDS = Number(process.env['PROOF_ROUNDS'] ?? 50);
/** Of what takes long `npm test` plays a part, the proof all. */
const LONG_ROUNDS = ROUNDS > 50 ? ROUNDS : 10;
const SECOND_APP = { app: 'wxfa4e0000000000aa' };
const DAY = 86_400;

let world: Journey;
beforeAll(async () => {
  world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000,"renewPerMinute":1000,"phonePerDay":5,"phonePerAppPerDay":1000000}' } });
  await prepare();
});
afterAll(() => world.stop());

async function prepare(): Promise<void> {
  await world.control('POST', '/emulator/apps', { appid: SECOND_APP.app, openPlatform: 'op1' });
  await world.holdDatabase(2);
}

async function aNewPerson(what: string, round: number): Promise<string> {
  const name = `${what}-${round}`;
  await world.control('POST', '/emulator/people', { name });
  return name;
}

const renewals = (person: string, refreshToken: string, count: number) => Array.from({ length: count }, () => world.call(person, 'session', { action: 'renew', refreshToken }));
const listed = (person: string, accessToken: string) => world.judge(person, 'session', { action: 'list', accessToken });

async function eachRound(run: (round: number) => Promise<void>, rounds = ROUNDS): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await run(round);
}

test(`[SEC-36] ${ROUNDS} rounds of twenty renewals at once: one successor each`, () => eachRound(async (round) => {
  const person = await aNewPerson('many', round);
  const { refreshToken } = await world.signIn(person);
  const answers = (await Promise.all(renewals(person, refreshToken, 20))).map(({ reply }) => (reply.ok ? reply.value.refreshToken : reply.refusal.code));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toMatch(/^r1\./);
}), 600_000);

test.each([['revoke'], ['sign-out-everywhere'], ['sign-out']] as const)(`[SEC-42] ${ROUNDS} rounds of renewals against %s: whatever they brought is dead`, (action) => eachRound(async (round) => {
  const person = await aNewPerson(action, round);
  const victim = await world.signIn(person);
  const { accessToken } = action === 'sign-out' ? victim : await world.signIn(person);
  const { sessions } = await world.ask(person, 'session', { action: 'list', accessToken });
  const sessionId = sessions.find(({ current }) => current === (action === 'sign-out'))?.sessionId ?? '';
  const end = action === 'revoke' ? world.judge(person, 'session', { action, accessToken, sessionId }) : world.judge(person, 'session', { action, accessToken });
  const [ended, ...renewed] = await Promise.all([end, ...renewals(person, victim.refreshToken, 4)]);
  expect(ended).toBe('ok');
  for (const { reply } of renewed) {
    if (reply.ok) expect(await listed(person, reply.value.accessToken)).toBe('session-revoked');
    else expect(reply.refusal.code).toBe('session-revoked');
  }
  expect(await world.judge(person, 'session', { action: 'renew', refreshToken: victim.refreshToken })).toBe('session-revoked');
}), 600_000);

test(`[SEC-43] ${ROUNDS} rounds of the 21st session against a renewal of the first: twenty stay, and the first is whole or gone`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const person = await aNewPerson('cap', round);
    const first = await world.signIn(person);
    for (let count = 1; count < 20; count += 1) await world.signIn(person);
    const [renewed, last] = await Promise.all([world.call(person, 'session', { action: 'renew', refreshToken: first.refreshToken }), world.signIn(person)]);
    expect((await world.ask(person, 'session', { action: 'list', accessToken: last.accessToken })).sessions).toHaveLength(20);
    const { accessToken } = renewed.reply.ok ? renewed.reply.value : first;
    expect(await listed(person, accessToken)).toBe('session-revoked');
  }
}, 600_000);

/** What the account's state is refused with, whatever token is presented. */
async function deadPaths(person: string, { accessToken, refreshToken }: { accessToken: string; refreshToken: string }, from = {}): Promise<string[]> {
  const codes = [
    world.judge(person, 'session', { action: 'list', accessToken }, from), world.judge(person, 'session', { action: 'renew', refreshToken }, from), world.judge(person, 'session', { action: 'sign-in' }, from),
    world.judge(person, 'profile', { action: 'get', accessToken }, from), world.judge(person, 'notes', { action: 'add', accessToken, text: 'a note' }, from),
  ];
  return [...new Set(await Promise.all(codes))];
}

test.each([['ban', 'user-blocked'], ['close', 'account-closed']] as const)(`[SEC-42] ${ROUNDS} rounds of renewals against %s: whatever they brought is %s, and so is signing in`, (action, code) => eachRound(async (round) => {
  const person = await aNewPerson(action, round);
  const victim = await world.signIn(person);
  const end = action === 'ban' ? operatorJudge(world, { action, userId: victim.user.id }) : world.judge(person, 'account', { action, accessToken: victim.accessToken });
  const [ended, ...renewed] = await Promise.all([end, ...renewals(person, victim.refreshToken, 4)]);
  expect(ended).toBe('ok');
  const brought = renewed.flatMap(({ reply }) => (reply.ok ? [reply.value] : []));
  expect(renewed.flatMap(({ reply }) => (reply.ok || reply.refusal.code === code ? [] : [reply.refusal.code]))).toEqual([]);
  for (const tokens of [victim, ...brought.slice(0, 1)]) expect(await deadPaths(person, tokens)).toEqual([code]);
}), 600_000);

test(`[SEC-44] ${ROUNDS} rounds of two first sign-ins through a second app against a ban: whoever got tokens is refused on every path`, () => eachRound(async (round) => {
  const person = await aNewPerson('joins', round);
  const { user } = await world.signIn(person);
  const join = () => world.call(person, 'session', { action: 'sign-in' }, SECOND_APP);
  const [banned, ...joined] = await Promise.all([operatorJudge(world, { action: 'ban', userId: user.id }), join(), join()]);
  expect(banned).toBe('ok');
  for (const { reply } of joined) {
    if (reply.ok) expect([reply.value.user.id, await deadPaths(person, reply.value, SECOND_APP)]).toEqual([user.id, ['user-blocked']]);
    else expect(reply.refusal.code).toBe('user-blocked');
  }
  expect(await world.judge(person, 'session', { action: 'sign-in' }, SECOND_APP)).toBe('user-blocked');
}), 600_000);

test(`[SEC-73] ${LONG_ROUNDS} rounds of twenty phone numbers bound at once: WeChat is asked five times`, () => eachRound(async (round) => {
  const person = `binds-${round}`;
  await world.control('POST', '/emulator/people', { name: person, phone: '+8613800000001' });
  const { accessToken } = await world.signIn(person);
  const codes = await Promise.all(Array.from({ length: 20 }, () => phoneCode(world, person)));
  const after = await world.ledgerEnd();
  const answers = await Promise.all(codes.map((code) => world.judge(person, 'profile', { action: 'bind-phone', accessToken, code })));
  const asked = (await world.ledgerSince(after)).filter(({ kind, name }) => kind === 'wechat' && name === 'phonenumber.getPhoneNumber');
  expect([answers.filter((code) => code === 'ok' || code === 'conflict-retry').length, answers.filter((code) => code === 'rate-limited').length, asked.length]).toEqual([5, 15, 5]);
  expect(answers).toContain('ok');
}, LONG_ROUNDS), 600_000);

async function found(userId: string): Promise<FoundUser | undefined> {
  return (await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { id: userId } })).users[0];
}

test(`[AC-6] ${ROUNDS} rounds of closing against keeping, from either state and through two apps: user and identities end alike, and one more wish is granted`, () => eachRound(async (round) => {
  const person = await aNewPerson('wavers', round);
  const { accessToken, user } = await world.signIn(person);
  const inSecond = await world.signIn(person, SECOND_APP);
  const judge = (action: 'close' | 'keep') => world.judge(person, 'account', { action, accessToken });
  if (round % 2 === 1) expect(await judge('close')).toBe('ok');
  const elsewhere = (action: 'close' | 'keep') => world.judge(person, 'account', { action, accessToken: inSecond.accessToken }, SECOND_APP);
  const codes = await Promise.all([judge('close'), judge('keep'), elsewhere('close'), elsewhere('keep'), world.judge(person, 'session', { action: 'sign-in', keep: true })]);
  expect(codes.filter((code) => !['ok', 'conflict-retry', 'account-closed'].includes(code))).toEqual([]);
  const stands = await found(user.id);
  expect([stands?.status, stands?.erasesAt === null, stands?.identities.map(({ status }) => status)]).toEqual([stands?.status, stands?.status === 'active', [stands?.status, stands?.status]]);
  expect(['active', 'closing']).toContain(stands?.status);
  expect([await judge('keep'), await listed(person, accessToken), await world.judge(person, 'session', { action: 'list', accessToken: inSecond.accessToken }, SECOND_APP)]).toEqual(['ok', 'ok', 'ok']);
}), 600_000);

test(`[AC-7] ${LONG_ROUNDS} rounds of erasures, three at once, against sign-ins of the person who comes back through two apps: one new user, and nothing of the old`, async () => {
  await world.reset(); // the timer would find everybody's events from before
  await prepare();
  await eachRound(async (round) => {
    await betweenTimers(world);
    const person = await aNewPerson('returns', round);
    const { accessToken, user } = await world.ask(person, 'session', { action: 'sign-in', device: { platform: 'ios', model: `canary-${round}-model` } });
    await world.signIn(person, SECOND_APP);
    await world.ask(person, 'notes', { action: 'add', accessToken, text: `canary-${round}-note` });
    await world.ask(person, 'account', { action: 'close', accessToken });
    await world.advance(15 * DAY - 5);
    await world.advance(30);
    const comeBack = (from = {}) => world.call(person, 'session', { action: 'sign-in' }, from);
    const [first, second, third, ...back] = await Promise.all([keepHouse(world), keepHouse(world), keepHouse(world), comeBack(), comeBack(SECOND_APP), comeBack(), comeBack(SECOND_APP)]);
    expect([first, second, third].map(({ reply }) => reply.ok)).toEqual([true, true, true]);
    const last = [await comeBack(), await comeBack(SECOND_APP)];
    const answers = [...back, ...last].map(({ reply }) => (reply.ok ? reply.value : reply.refusal.code));
    expect(answers.filter((each) => typeof each === 'string' && each !== 'account-closed')).toEqual([]);
    const values = answers.filter((each) => typeof each !== 'string');
    expect([new Set(values.map((each) => each.user.id)).size, values.filter(({ isNew }) => isNew).length]).toEqual([1, 1]);
    const { users = [], identities = [], unions = [], ...others } = await world.database();
    expect([users.filter(({ status }) => status === 'erased').length, users.filter(({ status }) => status === 'active').length]).toEqual([round + 1, round + 1]);
    expect([[...identities, ...unions].filter(({ userId }) => userId === user.id), identities.length, unions.length]).toEqual([[], 2 * (round + 1), round + 1]);
    expect(JSON.stringify([users, identities, others])).not.toContain(`canary-${round}-`);
  }, LONG_ROUNDS);
  expect(await operated(world, { action: 'verify-audit' })).toMatchObject({ broken: null });
}, 3_600_000);
