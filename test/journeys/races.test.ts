// Races through real processes: renewals against each other and against everything that ends a session.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

/** `npm run proof` asks for a thousand. */
const ROUNDS = Number(process.env['PROOF_ROUNDS'] ?? 50);

let world: Journey;
beforeAll(async () => {
  world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000,"renewPerMinute":1000}' } });
  await world.holdDatabase(2);
});
afterAll(() => world.stop());

async function aNewPerson(what: string, round: number): Promise<string> {
  const name = `${what}-${round}`;
  await world.control('POST', '/emulator/people', { name });
  return name;
}

const renewals = (person: string, refreshToken: string, count: number) => Array.from({ length: count }, () => world.call(person, 'session', { action: 'renew', refreshToken }));
const listed = (person: string, accessToken: string) => world.judge(person, 'session', { action: 'list', accessToken });

async function eachRound(run: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await run(round);
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

test(`[SEC-43] ${Math.ceil(ROUNDS / 10)} rounds of the 21st session against a renewal of the first: twenty stay, and the first is whole or gone`, async () => {
  for (let round = 0; round < Math.ceil(ROUNDS / 10); round += 1) {
    const person = await aNewPerson('cap', round);
    const first = await world.signIn(person);
    for (let count = 1; count < 20; count += 1) await world.signIn(person);
    const [renewed, last] = await Promise.all([world.call(person, 'session', { action: 'renew', refreshToken: first.refreshToken }), world.signIn(person)]);
    expect((await world.ask(person, 'session', { action: 'list', accessToken: last.accessToken })).sessions).toHaveLength(20);
    const { accessToken } = renewed.reply.ok ? renewed.reply.value : first;
    expect(await listed(person, accessToken)).toBe('session-revoked');
  }
}, 600_000);
