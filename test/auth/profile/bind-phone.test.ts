// Binding a phone number: whose code, how fresh, how often, and what of the number is kept.
import { bindPhone } from '../../../auth/profile/bind-phone';
import { maskNumber } from '../../../auth/profile/phone-number';
import type { PhoneExchange } from '../../../auth/profile/ports';
import { signIn } from '../../../auth/sign-in/sign-in';
import { ALICE, APP, A_TAP, BOB, NEW_YEAR, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const NUMBER = { kind: 'exchanged', number: '+8613800000001', countryCode: '86', appId: APP.appId, timestamp: NEW_YEAR } as const;

async function aBinder(exchange: PhoneExchange = NUMBER, change: Partial<RuleWorld> = {}) {
  const asked: string[] = [];
  const base = aWorld();
  const world = { ...base, wechatPhone: { exchange: async (code: string) => { asked.push(code); return exchange; } }, ...change };
  const { accessToken, user } = granted(await signIn(base, APP, ALICE, A_TAP));
  const bind = (policyVersion: string | null = null) => bindPhone(world, APP, ALICE, accessToken, { code: 'c', policyVersion });
  return { world, asked, user, bind, stored: () => [...base.rows.users.values()][0]?.phone ?? null };
}

test('[SEC-22] the number is kept sealed, found by a keyed hash, and shown masked', async () => {
  const { bind, stored, world } = await aBinder();
  expect(granted(await bind()).user.phone).toBe('+86*******0001');
  expect(JSON.stringify(stored())).not.toContain('13800000001');
  expect(world.phoneSeal.open(stored()?.sealed ?? { kid: '', box: '' }, `phone:${[...world.rows.users.keys()][0]}`)).toBe('+8613800000001');
  expect(world.phoneSeal.open(stored()?.sealed ?? { kid: '', box: '' }, 'phone:someone-else')).toBeNull();
});

test.each([['+8613800000001', '86', '+86*******0001'], ['+85291234567', '852', '+852****4567'], ['+12025550123', '1', '+1******0123'], ['+2901234', '290', '+290**34']])('[SEC-22] %s of country %s is shown as %s', (number, country, shown) => {
  expect(maskNumber(number, country)).toBe(shown);
});

test.each<[string, { appId?: null; timestamp?: number }]>([
  ['of another app', { appId: null }], ['older than five minutes', { timestamp: NEW_YEAR - 300_001 }], ['from more than a minute ahead', { timestamp: NEW_YEAR + 60_001 }],
])('[SEC-22] an answer %s binds nothing', async (_what, change) => {
  const { bind, stored } = await aBinder({ ...NUMBER, ...change });
  expect([codeOf(await bind()), stored()]).toEqual(['code-invalid', null]);
});

test.each<[PhoneExchange, string]>([
  [{ kind: 'refused', code: 'code-invalid' }, 'code-invalid'], [{ kind: 'refused', code: 'code-used' }, 'code-used'],
  [{ kind: 'unavailable', code: 'wechat-busy', charged: 'no' }, 'wechat-busy'], [{ kind: 'unavailable', code: 'wechat-unavailable', charged: 'unknown' }, 'wechat-unavailable'], [{ kind: 'unavailable', code: 'internal', charged: 'no' }, 'internal'],
])('[SEC-22] where WeChat says %j the answer is %s and nothing is bound', async (exchange, code) => {
  const { bind, stored } = await aBinder(exchange);
  expect([codeOf(await bind()), stored()]).toEqual([code, null]);
});

test('[SEC-73] five a day and user is the limit, also at once: the paid call is made five times, and again after midnight in China', async () => {
  const { bind, asked, world } = await aBinder();
  const answers = await Promise.all(Array.from({ length: 12 }, () => bind()));
  expect([answers.filter((answer) => codeOf(answer) === 'rate-limited').length, asked.length]).toEqual([7, 5]);
  // New Year in London is eight in the morning in China.
  expect(answers.find((answer) => codeOf(answer) === 'rate-limited')).toMatchObject({ refused: { code: 'rate-limited', retryAt: NEW_YEAR + 16 * 3_600_000 } });
  world.clock.set(NEW_YEAR + 16 * 3_600_000);
  const { accessToken } = granted(await signIn(world, APP, ALICE, A_TAP));
  await bindPhone(world, APP, ALICE, accessToken, { code: 'c', policyVersion: null });
  expect(asked).toHaveLength(6);
});

test('[SEC-73] calls at once in one instance, before the day is open, all have their turn', async () => {
  const { bind, world } = await aBinder();
  const { open } = world.phoneBudget;
  world.phoneBudget.open = async (...args) => { await new Promise((resolve) => { setImmediate(resolve); }); return open(...args); };
  expect((await Promise.all(Array.from({ length: 5 }, () => bind()))).map(codeOf)).toEqual(Array(5).fill('ok'));
});

test('[SEC-73] what an app may spend in a day stands over what its users may', async () => {
  const base = aWorld();
  const world = { ...base, limits: { ...base.limits, phonePerAppPerDay: 3 } };
  const codes = [];
  for (const caller of [ALICE, BOB]) {
    const { accessToken } = granted(await signIn(world, APP, caller, A_TAP));
    for (let count = 0; count < 2; count += 1) codes.push(codeOf(await bindPhone(world, APP, caller, accessToken, { code: 'c', policyVersion: null })));
  }
  expect(codes).toEqual(['ok', 'ok', 'ok', 'rate-limited']);
});

test.each([['no', ['wechat-busy']], ['unknown', ['wechat-busy', 'rate-limited']]] as const)('[SEC-73] what was taken is given back where WeChat surely charged nothing: %s', async (charged, codes) => {
  const { bind } = await aBinder({ kind: 'unavailable', code: 'wechat-busy', charged });
  const met = new Set<string>();
  for (let count = 0; count < 7; count += 1) met.add(codeOf(await bind()));
  expect([...met]).toEqual(codes);
});

test('[SEC-60] of two first numbers at once the later stands where the sign-in is recent, and the earlier where it is not', async () => {
  let asked = 0;
  const exchange = async (): Promise<PhoneExchange> => { asked += 1; return { ...NUMBER, number: `+861380000000${asked}` }; };
  const recent = await aBinder(NUMBER, { wechatPhone: { exchange } });
  expect((await Promise.all([recent.bind(), recent.bind()])).map(codeOf)).toEqual(['ok', 'ok']);
  const old = await aBinder(NUMBER, { wechatPhone: { exchange: async () => ({ ...(await exchange()), timestamp: NEW_YEAR + 600_001 }) } });
  old.world.clock.advance(600_001);
  expect((await Promise.all([old.bind(), old.bind()])).map(codeOf).sort()).toEqual(['ok', 'recent-sign-in-required']);
  const same = await aBinder({ ...NUMBER, timestamp: NEW_YEAR + 600_001 });
  same.world.clock.advance(600_001);
  expect((await Promise.all([same.bind(), same.bind()])).map(codeOf)).toEqual(['ok', 'ok']);
});

test('[SEC-60] another number in place of one wants a sign-in at most ten minutes old; the first does not', async () => {
  const { bind, world, asked } = await aBinder();
  world.clock.advance(600_001);
  expect(codeOf(await bind())).toBe('code-invalid'); // the answer of then is stale; it was asked for
  world.clock.set(NEW_YEAR);
  expect(codeOf(await bind())).toBe('ok');
  world.clock.advance(600_001);
  expect([codeOf(await bind()), asked.length]).toEqual(['recent-sign-in-required', 2]);
});

test('[SEC-23] a number that two users bind joins nothing', async () => {
  const world = aWorld();
  const ids = [];
  for (const caller of [ALICE, BOB]) {
    const { accessToken } = granted(await signIn(world, APP, caller, A_TAP));
    ids.push(granted(await bindPhone(world, APP, caller, accessToken, { code: 'c', policyVersion: null })).user.id);
  }
  expect([new Set(ids).size, world.rows.users.size]).toEqual([2, 2]);
});

test('[SEC-75] with a policy in force a number wants consent to exactly that version, and asks WeChat for nothing before', async () => {
  const { bind, asked, world } = await aBinder(NUMBER, { policyVersion: 'v2' });
  expect([codeOf(await bind()), codeOf(await bind('v1')), asked.length]).toEqual(['consent-required', 'consent-required', 0]);
  expect([codeOf(await bind('v2')), codeOf(await bind())]).toEqual(['ok', 'ok']);
  expect([...world.rows.users.values()][0]?.consents).toEqual([{ policy: 'v2', at: NEW_YEAR, appId: APP.appId, action: 'profile/bind-phone', ipPrefix: '203.0.113.*' }]);
});
