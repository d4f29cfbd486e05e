// The login code beside the context: each errcode through the door, WeChat misbehaving, and what is never written or re-sent.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000}' } }); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

const JSCODE = 'sns/jscode2session';
const signInBy = (code: string, person = 'alice') => world.call(person, 'session', { action: 'sign-in', code });
const written = async () => Object.entries(await world.database()).flatMap(([name, documents]) => (documents.length > 0 ? [name] : []));

const REFUSED: [number, string][] = [[40029, 'code-invalid'], [40163, 'code-used'], [40226, 'user-blocked']];
const PASSED = [
  -1, 40001, 40002, 40003, 40013, 40014, 40030, 40097, 40125, 40129, 40164, 40169, 40243, 41001, 41002, 41003, 41004, 41008, 41030, 42001, 42002, 42003, 42007, 43002, 44002, 45009, 45011, 47001, 48001,
  50002, 50004, 50007, 61004, 61007, 87008, 87009, 89501, 89503, 89506, 89507, 99999,
];

test.each(REFUSED)('[SI-2] errcode %i refuses the sign-in with %s and writes no document', async (errcode, code) => {
  await world.setFault({ target: 'wechat', call: JSCODE, kind: 'errcode', errcode });
  const { reply, invocation } = await signInBy(await world.loginCode('alice'));
  expect(reply).toMatchObject({ ok: false, refusal: { code } });
  expect(await written()).toEqual([]);
  expect(await world.cost(invocation)).toEqual({ deep: 0, all: 0 });
});

test('[SI-4] with every other errcode of the table the context alone signs in', async () => {
  for (const errcode of PASSED) {
    await world.setFault({ target: 'wechat', call: JSCODE, kind: 'errcode', errcode });
    const { reply, invocation } = await signInBy(await world.loginCode('alice'));
    expect([errcode, reply.ok]).toEqual([errcode, true]);
    expect(await world.cost(invocation, 'wechat')).toEqual({ deep: 1, all: 1 });
  }
});

test('[SI-4] our own misconfiguration writes an alarm line that names the errcode and no secret', async () => {
  await world.setFault({ target: 'wechat', call: JSCODE, kind: 'errcode', errcode: 40125 });
  const { invocation } = await signInBy(await world.loginCode('alice'));
  const alarms = (await world.logs()).filter((line) => line.invocation === invocation && line.text.includes('"alarm"'));
  expect(alarms.map(({ text }) => JSON.parse(text) as object)).toMatchObject([{ level: 'alarm', event: 'wechat-misconfigured', errcode: '40125', appid: 'wxfa4e000000000001' }]);
});

test('[SI-3] a code of another person, of another app, used, expired or made up is refused', async () => {
  expect((await signInBy(await world.loginCode('bob'))).reply).toMatchObject({ refusal: { code: 'code-invalid' } });
  expect((await signInBy(await world.loginCode('alice', { app: 'wxfa4e000000000004' }))).reply).toMatchObject({ refusal: { code: 'code-invalid' } });
  expect((await signInBy('the code is a mock one')).reply).toMatchObject({ refusal: { code: 'code-invalid', retry: 'new-code' } });
  const code = await world.loginCode('alice');
  await world.advance(301);
  expect((await signInBy(code)).reply).toMatchObject({ refusal: { code: 'code-invalid' } });
  const once = await world.loginCode('alice');
  expect((await signInBy(once)).reply.ok).toBe(true);
  expect((await signInBy(once)).reply).toMatchObject({ refusal: { code: 'code-used', retry: 'new-code' } });
});

test('[SI-2] a person whom WeChat blocks is user-blocked and nothing is written', async () => {
  await world.control('POST', '/emulator/people', { name: 'bob', blocked: true });
  expect((await signInBy(await world.loginCode('bob'), 'bob')).reply).toMatchObject({ refusal: { code: 'user-blocked', retry: 'never' } });
  expect(await written()).toEqual([]);
});

test.each(['refuse', 'drop-before', 'drop-after', 'html', 'empty', 'truncated', 'drip', 'hang'])('[REL-04] with WeChat’s answer lost by %s the context signs in and the code is not sent again', async (kind) => {
  await world.setFault({ target: 'wechat', call: JSCODE, kind });
  const { reply, invocation } = await signInBy(await world.loginCode('alice'));
  expect(reply.ok).toBe(true);
  expect((await world.cost(invocation, 'wechat')).all).toBe(1);
}, 15_000);

test('[REL-09] the door answers within its own deadline when WeChat hangs', async () => {
  await world.setFault({ target: 'wechat', call: '*', kind: 'hang', times: 0 });
  const { reply, invocation } = await signInBy(await world.loginCode('alice'));
  expect(reply.ok).toBe(true);
  const [entry] = (await world.ledgerSince(0)).filter((each) => each.kind === 'function' && each.invocation === invocation);
  expect(entry?.outcome).toBe('ok');
}, 15_000);

test('[SEC-13] session keys, secrets and codes stand in no answer, log or ledger, and lie sealed in the database', async () => {
  const code = await world.loginCode('alice');
  const { reply } = await signInBy(code);
  const { apps } = await world.control<{ apps: { secret: string }[] }>('GET', '/emulator/apps');
  const shown = JSON.stringify([reply, await world.logs(), await world.ledgerSince(0), await world.database()]);
  for (const secret of [...apps.map((app) => app.secret), code]) expect(shown).not.toContain(secret);
  expect(shown).not.toMatch(/session_key|[A-Za-z0-9+/]{22}==/);
});
