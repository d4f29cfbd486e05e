// The function runner through the world's wire: callers, endings, limits, logs, nested calls, the clock.
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';
import type { LedgerEntry } from '../../support/local-world';

interface Context { OPENID?: string; APPID?: string; UNIONID?: string; CLIENTIP?: string; ENV?: string; SOURCE?: string; OPEN_DATA_INFO?: string }
interface Identity { before: Context; after: Context; event: Record<string, unknown>; context: Record<string, unknown>; variables: string[]; pid: number }

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld({ timeouts: { misbehave: 3 }, env: { EXTRA: 'given' } }); });
afterAll(() => world.close());

async function identity(person: string | null, event = {}): Promise<Identity> {
  const tested = await world.testFunction<Identity>('identity', event, person === null ? null : { person });
  if (!tested.ok) throw new Error(tested.error.errMsg);
  return tested.result;
}

async function functionEntry(invocation: string): Promise<LedgerEntry | undefined> {
  return (await world.entriesOf(invocation, 'function'))[0];
}

describe('whose call it is', () => {
  test("[FN2] the SDK tells the caller's identifiers, environment and source, and the event carries userInfo over the client's", async () => {
    const { people } = await world.control<{ people: { name: string; openids: Record<string, string>; unionids: Record<string, string> }[] }>('GET', '/emulator/people');
    const alice = people.find((person) => person.name === 'alice');
    const openid = alice?.openids['wxfa4e000000000001'];
    const called = await world.callFunction<Identity>('alice', 'identity', { userInfo: { openId: 'forged' }, word: 'kept' });
    expect(called.result.before).toEqual({ OPENID: openid, APPID: 'wxfa4e000000000001', UNIONID: alice?.unionids['op1'], CLIENTIP: '203.0.113.7', ENV: 'local-env', SOURCE: 'wx_client' });
    expect(called.result.event).toEqual({ word: 'kept', userInfo: { appId: 'wxfa4e000000000001', openId: openid } });
  });

  test('[FN2] the app of no open platform gives no UNIONID', async () => {
    const { result } = await world.callFunction<Identity>('alice', 'identity', {}, { app: 'wxfa4e000000000004' });
    expect(result.before).not.toHaveProperty('UNIONID');
    expect(result.before.APPID).toBe('wxfa4e000000000004');
  });

  test("[FN2] the console's test button brings no OPENID, no SOURCE and no userInfo", async () => {
    const { before, event } = await identity(null, { a: 1 });
    expect(before).toEqual({ ENV: 'local-env' });
    expect(event).toEqual({ a: 1 });
  });

  test('[FN2] a source can be chosen, with a person and without', async () => {
    const asAlice = await world.testFunction<Identity>('identity', {}, { person: 'alice' }, 'wx_devtools');
    const timer = await world.testFunction<Identity>('identity', {}, null, 'wx_trigger');
    const none = await world.testFunction<Identity>('identity', {}, { person: 'alice' }, null);
    expect([asAlice, timer, none].map((tested) => (tested.ok ? tested.result.before.SOURCE : tested.error))).toEqual(['wx_devtools', 'wx_trigger', undefined]);
  });

  test('[FN3] nothing of a caller is left for the next one in the same process', async () => {
    const seen: Identity[] = [];
    for (let turn = 0; turn < 6; turn++) seen.push(await identity(turn % 2 === 0 ? 'alice' : null));
    const processes = new Set(seen.map(({ pid }) => pid));
    expect(processes.size).toBeLessThan(seen.length);
    for (const { before, variables } of seen.filter((_, turn) => turn % 2 === 1)) {
      expect(before).toEqual({ ENV: 'local-env' });
      expect(variables.filter((name) => name.startsWith('WX_') || name === 'TCB_SOURCE')).toEqual(['WX_API_TOKEN', 'WX_CONTEXT_KEYS']);
    }
  });

  test('[FN3] a process has the cloud variables, its configured ones and PATH, and nothing of whoever started the world', async () => {
    const { variables } = await identity(null);
    expect(variables).toEqual([
      'EXTRA', 'INDEX_KEY', 'PATH', 'SCF_NAMESPACE', 'TCB_CONTEXT_CNFG', 'TCB_CONTEXT_KEYS', 'TCB_ENV', 'TENCENTCLOUD_REGION', 'TENCENTCLOUD_RUNENV',
      'TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY', 'TENCENTCLOUD_SESSIONTOKEN', 'WECHAT_API_BASE', 'WECHAT_APPS', 'WX_API_TOKEN', 'WX_CONTEXT_KEYS',
    ]);
  });

  test('[FN4] 60 calls of two people at once are never mixed up, in several processes', async () => {
    const openids = { alice: (await identity('alice')).before.OPENID, bob: (await identity('bob')).before.OPENID };
    const people = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? 'alice' : 'bob') as 'alice' | 'bob');
    const results = await Promise.all(people.map((person) => identity(person, { pause: 20 })));
    expect(results.map(({ before, after }) => [before.OPENID, after.OPENID])).toEqual(people.map((person) => [openids[person], openids[person]]));
    const processes = new Set(results.map(({ pid }) => pid)).size;
    expect(processes).toBeGreaterThanOrEqual(2);
    expect(processes).toBeLessThanOrEqual(12);
  });

  test('[FN5] one id names the invocation: in its context, for the phone, in the ledger', async () => {
    const called = await world.callFunction<Identity>('bob', 'identity', {}, { device: 'tablet-2' });
    expect(called.result.context).toMatchObject({ request_id: called.requestID, function_name: 'identity', memory_limit_in_mb: 128, time_limit_in_ms: 10_000 });
    expect(await functionEntry(called.requestID)).toMatchObject({ name: 'identity', person: 'bob', app: 'wxfa4e000000000001', device: 'tablet-2', parent: null, depth: 1, outcome: 'ok' });
  });
});

describe('how an invocation ends', () => {
  test.each([
    ['throw', -504002, /^errCode: -504002 functions execute fail \| errMsg: Error: thrown on purpose\n/, 'error:FUNCTIONS_EXECUTE_FAIL'],
    ['uncaught', -504002, /Error: nobody catches this/, 'error:FUNCTIONS_EXECUTE_FAIL'],
    ['unhandled', -504002, /Error: nobody handles this/, 'error:FUNCTIONS_EXECUTE_FAIL'],
    ['circular', -504002, /circular structure/, 'error:FUNCTIONS_EXECUTE_FAIL'],
    ['big', -504002, /response exceeds 6 MB/, 'error:FUNCTIONS_EXECUTE_FAIL'],
    ['exit', -504002, /145 code exit unexpected/, 'crash'],
    ['kill', -504002, /145 code exit unexpected/, 'crash'],
    ['hang', -504003, /Invoking task timed out after 3 seconds/, 'timeout'],
    ['spin', -504003, /Invoking task timed out after 3 seconds/, 'timeout'],
  ])('[FN6] %s answers %i', async (way, errCode, errMsg, outcome) => {
    const tested = await world.testFunction('misbehave', { way });
    expect(tested).toEqual({ ok: false, error: { errCode, errMsg: expect.stringMatching(errMsg) }, invocation: expect.any(String) });
    expect(await functionEntry(tested.invocation)).toMatchObject({ outcome });
    expect(await world.testFunction('misbehave', { way: 'nothing' })).toMatchObject({ ok: true, result: null });
  });

  test('[FN6] several callers of a function that dies each get their own answer', async () => {
    const ways = ['exit', 'nothing', 'uncaught', 'kill', 'nothing', 'throw', 'exit', 'nothing'];
    const tested = await Promise.all(ways.map((way) => world.testFunction('misbehave', { way })));
    expect(tested.map(({ ok }) => ok)).toEqual(ways.map((way) => way === 'nothing'));
  });

  test('[FN7] a result crosses as JSON does', async () => {
    expect(await world.testFunction('misbehave', { way: 'wire' })).toMatchObject({ result: { date: '1970-01-01T00:00:00.000Z', bytes: { type: 'Buffer', data: [1, 2] } } });
  });

  test('[FN7] a phone gets at most 1 MB, the console more', async () => {
    expect(await world.phone('alice', 'cloud.callFunction', { args: { name: 'misbehave', data: { way: 'large' } } })).toEqual({
      ok: false, error: { errCode: -604001, errMsg: 'cloud.callFunction:fail Error: errCode: -604001 cloudfunction result size exceed limit' },
    });
    expect(await world.testFunction('misbehave', { way: 'large' })).toMatchObject({ ok: true });
  });

  test('[FN7] an event of more than 6 MB does not reach the function', async () => {
    const tested = await world.testFunction('identity', { text: 'x'.repeat(6 * 1024 * 1024) });
    expect(tested).toMatchObject({ ok: false, error: { errCode: -504001 } });
  });

  test.each([
    ['/emulator/functions/identity', (event: string) => `{"event":${event}}`],
    ['/emulator/phone/alice/cloud.callFunction', (event: string) => `{"args":{"name":"identity","data":${event}}}`],
  ])('[FN17] an event sent to %s reaches the function as it was, fields named as those of every object too', async (path, bodyOf) => {
    const event = '{"constructor":1,"prototype":{"a":[]},"__proto__":{"b":null},"toString":"c","hasOwnProperty":false,"1":1}';
    const answer = await (await fetch(world.url + path, { method: 'POST', body: bodyOf(event) })).json() as { result: Identity & { result: Identity } };
    const { userInfo: _, ...seen } = (answer.result.result ?? answer.result).event;
    expect(Object.entries(seen)).toEqual(Object.entries(JSON.parse(event)));
  });

  test("[FN8] a door's refusal stands in the ledger by its code", async () => {
    const { requestID } = await world.callFunction('alice', 'misbehave', { way: 'refusal' });
    expect(await functionEntry(requestID)).toMatchObject({ outcome: 'refused:token-expired' });
  });

  test('[FN9] a function that is not deployed is not found', async () => {
    const answer = await world.phone('alice', 'cloud.callFunction', { args: { name: 'nowhere' } });
    expect(answer).toEqual({ ok: false, error: { errCode: -501000, errMsg: expect.stringContaining('errCode: -501000 | errMsg: FunctionName parameter could not be found.') } });
    expect((await world.ledgerSince()).at(-1)).toMatchObject({ name: 'nowhere', outcome: 'error:FUNCTION_NOT_FOUND' });
  });

  test('[FN10] an entry with a third parameter answers through its callback', async () => {
    expect(await world.testFunction('greeter', { name: 'you' })).toMatchObject({ ok: true, result: { greeting: 'hello you' } });
    expect(await world.testFunction('greeter', { fail: true })).toMatchObject({ ok: false, error: { errMsg: expect.stringContaining('refused by callback') } });
  });
});

describe('faults of functions', () => {
  test.each([['crash', -504002], ['timeout', -504003]])('[FN11] the fault %s ends the next invocation with %i, the one after runs', async (kind, errCode) => {
    await world.setFault({ target: 'function', call: 'greeter', kind, person: 'alice' });
    expect(await world.testFunction('greeter', { name: 'you' })).toMatchObject({ ok: true });
    const tested = await world.testFunction('greeter', { name: 'you' }, { person: 'alice' });
    expect(tested).toMatchObject({ ok: false, error: { errCode } });
    expect(await functionEntry(tested.invocation)).toMatchObject({ outcome: kind, person: 'alice' });
    expect(await world.testFunction('greeter', { name: 'you' }, { person: 'alice' })).toMatchObject({ ok: true });
  });
});

describe('a process that is killed at a call of the database', () => {
  test.each([['kill-before', false], ['kill-after', true]])('[FN16] %s: the phone is told, the ledger says killed, the document stands: %j', async (kind, isWritten) => {
    await world.setFault({ target: 'database', call: 'database.insertDocument notes', kind });
    const answer = await world.phone('alice', 'cloud.callFunction', { args: { name: 'writer', data: { id: kind } } });
    expect(answer).toEqual({ ok: false, error: { errCode: -504002, errMsg: expect.stringContaining('145 code exit unexpected') } });
    const entries = (await world.ledgerSince()).slice(-2);
    expect(entries.map(({ name, outcome, person }) => [name, outcome, person])).toEqual([['database.insertDocument notes', 'killed', 'alice'], ['writer', 'killed', 'alice']]);
    expect(entries[0]?.invocation).toBe(entries[1]?.invocation);
    expect((await world.database())['notes']?.some((note) => note['_id'] === kind)).toBe(isWritten);
  });
});

describe('what functions print', () => {
  test('[FN12] every line stands in the logs with its function and invocation when the answer is there', async () => {
    const before = (await world.logs()).at(-1)?.id ?? 0;
    const [one, two] = await Promise.all([world.callFunction('alice', 'printer', { word: 'one' }), world.callFunction('bob', 'printer', { word: 'two' })]);
    const lines = (await world.logs(before)).filter((line) => line.function === 'printer' && line.invocation !== '');
    const of = (id: string) => lines.filter((line) => line.invocation === id).map(({ stream, text }) => [stream, text]);
    expect(of(one.requestID)).toEqual([['out', 'one out'], ['err', 'one err'], ['out', 'one half line'], ['out', 'one without end']]);
    expect(of(two.requestID)).toEqual([['out', 'two out'], ['err', 'two err'], ['out', 'two half line'], ['out', 'two without end']]);
  });

  test('[FN12] what killed a process without a catch stands in the logs', async () => {
    const { invocation } = await world.testFunction('misbehave', { way: 'uncaught' });
    expect((await world.logs()).filter((line) => line.invocation === invocation)[0]).toMatchObject({ stream: 'err', text: 'Error: nobody catches this' });
  });
});

describe('functions that call functions', () => {
  test('[FN13] the called function sees the same user, a source that names the chain, and its parent in the ledger', async () => {
    const { result, requestID } = await world.callFunction<{ own: Context; inner: Identity }>('alice', 'outer', { name: 'identity', data: { a: 1 } });
    expect(result.own.SOURCE).toBe('wx_client');
    expect(result.inner.before).toEqual({ ...result.own, SOURCE: 'wx_client,scf' });
    const inner = await functionEntry(String(result.inner.context['request_id']));
    expect(inner).toMatchObject({ name: 'identity', parent: requestID, person: 'alice', app: 'wxfa4e000000000001' });
  });

  test('[FN13] a chain grows by one link for each call', async () => {
    const { result } = await world.callFunction<{ inner: { inner: Identity } }>('bob', 'outer', { name: 'outer', data: { name: 'identity', data: {} } });
    expect(result.inner.inner.before.SOURCE).toBe('wx_client,scf,scf');
  });

  test('[FN14] twenty callers of a function that calls itself do not wait for one another for ever', async () => {
    const calls = Array.from({ length: 20 }, () => world.callFunction<{ inner: { inner: Identity } }>('alice', 'outer', { name: 'outer', data: { name: 'identity', data: {} } }));
    const results = await Promise.all(calls);
    expect(results.every(({ result }) => result.inner.inner.before.SOURCE === 'wx_client,scf,scf')).toBe(true);
  });

  test('[FN13] the caller sees why the called function failed', async () => {
    const missing = await world.testFunction('outer', { name: 'nowhere', data: {} });
    const thrown = await world.testFunction('outer', { name: 'misbehave', data: { way: 'throw' } });
    expect([missing, thrown].map((tested) => (tested.ok ? '' : tested.error.errMsg))).toEqual([expect.stringContaining('FunctionName parameter could not be found'), expect.stringContaining('thrown on purpose')]);
  });
});

describe('the clock of functions', () => {
  interface Told { before: number; now: number; made: number; later: number; constructed: number; isDate: boolean; literal: string }
  async function told(event = {}): Promise<Told> {
    const tested = await world.testFunction<Told>('clock', event);
    if (!tested.ok) throw new Error(tested.error.errMsg);
    return tested.result;
  }
  /** Whole days between the function's time and the machine's. */
  function daysAhead(moment: number): number {
    return Math.round((moment - Date.now()) / 86_400_000) + 0; // no -0
  }
  afterAll(() => world.reset());

  test('[FN15] functions see the simulated time at once, forward and back, in processes that stood ready', async () => {
    for (const days of [400, -30, 0]) {
      await world.control('POST', '/emulator/clock', { now: Date.now() + days * 86_400_000 });
      const { now, made, later, constructed, isDate, literal } = await told();
      expect([now, made, later, constructed].map(daysAhead)).toEqual([days, days, days, days]);
      expect([isDate, literal]).toEqual([true, '2026-01-02T03:04:05.000Z']);
    }
  });

  test('[FN15] a running function sees the change when the clock has answered, and its timers are not shifted', async () => {
    const last = (await world.logs()).at(-1)?.id ?? 0;
    const running = told({ untilShifted: true });
    while (!(await world.logs(last)).some((line) => line.text === 'waiting for the clock')) await new Promise((resolve) => setTimeout(resolve, 10));
    await world.advance(10 * 86_400);
    const { before, now } = await running;
    expect([daysAhead(before), daysAhead(now)]).toEqual([0, 10]);
  });
});
