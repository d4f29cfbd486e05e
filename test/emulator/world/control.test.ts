// The control plane: shapes, refusals, what a change does.
import http from 'node:http';
import net from 'node:net';
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

interface Person { name: string; nickname: string; phone: string | null; unionid: boolean; blocked: boolean; snapshot: boolean; avatarUrl: string; openids: Record<string, string>; unionids: Record<string, string> }
interface App { appid: string; kind: string; name: string; openPlatform: string | null; secret: string; sessionKeyRotation: string }

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld({ seed: { collections: { notes: [{ _id: 'n1', text: 'from the seed' }] } } }); });
afterAll(() => world.close());
afterEach(() => world.control('DELETE', '/emulator/faults'));

async function people(): Promise<Person[]> {
  return (await world.control<{ people: Person[] }>('GET', '/emulator/people')).people;
}
async function apps(): Promise<App[]> {
  return (await world.control<{ apps: App[] }>('GET', '/emulator/apps')).apps;
}
/** A refusal's body, with any sentence. */
function refusal(code: string): unknown {
  return { error: { code, message: expect.stringMatching(/\S/) } };
}

describe('people and apps', () => {
  test('[CT11] the seed brings alice, bob and carol with unionid, and four apps, three of them under op1', async () => {
    expect((await people()).map(({ name, unionid, blocked, snapshot, phone }) => [name, unionid, blocked, snapshot, phone])).toEqual([
      ['alice', true, false, false, null], ['bob', true, false, false, null], ['carol', true, false, false, null],
    ]);
    expect((await apps()).map(({ appid, kind, openPlatform }) => [appid, kind, openPlatform])).toEqual([
      ['wxfa4e000000000001', 'mini-program', 'op1'], ['wxfa4e000000000002', 'official-account', 'op1'], ['wxfa4e000000000003', 'website', 'op1'], ['wxfa4e000000000004', 'mini-program', null],
    ]);
    const [alice] = await people();
    expect(Object.keys(alice?.openids ?? {})).toHaveLength(4);
    expect(Object.values(alice?.openids ?? {}).every((openid) => /^oFAKE_.{22}$/.test(openid))).toBe(true);
  });

  test('[CT12] a person is added with defaults and changed in what is given', async () => {
    const added = await world.control<{ person: Person }>('POST', '/emulator/people', { name: 'dora' });
    expect(added.person).toMatchObject({ name: 'dora', nickname: 'dora', phone: null, unionid: true, blocked: false, snapshot: false, avatarUrl: expect.stringContaining(world.url) });
    const changed = await world.control<{ person: Person }>('POST', '/emulator/people', { name: 'dora', phone: '+8613800000001', blocked: true });
    expect(changed.person).toEqual({ ...added.person, phone: '+8613800000001', blocked: true });
  });

  test('[CT12] functions run with the new WECHAT_APPS when a change of an app is answered', async () => {
    const added = await world.control<{ app: App }>('POST', '/emulator/apps', { appid: 'wxfa4e0000000000aa' });
    expect(added.app).toEqual({ appid: 'wxfa4e0000000000aa', kind: 'mini-program', name: 'wxfa4e0000000000aa', openPlatform: null, secret: expect.stringMatching(/^[0-9a-f]{32}$/), sessionKeyRotation: 'min-interval' });
    const before = await world.testFunction<{ pid: number }>('identity', {});
    await world.control('POST', '/emulator/apps', { appid: 'wxfa4e0000000000aa', openPlatform: 'op2' });
    const after = await world.callFunction<{ pid: number; before: { UNIONID?: string } }>('alice', 'identity', {}, { app: 'wxfa4e0000000000aa' });
    expect(after.result.before.UNIONID).toMatch(/\S/);
    expect(before.ok && before.result.pid).not.toBe(after.result.pid);
  });
});

describe('refusals', () => {
  test.each([
    ['POST', '/emulator/people', { name: 'Alice' }],
    ['POST', '/emulator/people', { name: 'alice', nick: 'x' }],
    ['POST', '/emulator/people', { name: 'alice', openids: {} }],
    ['POST', '/emulator/people', { name: 'alice', phone: '138' }],
    ['POST', '/emulator/people', []],
    ['POST', '/emulator/people', { name: 'alice', constructor: 1 }],
    ['POST', '/emulator/reset', []],
    ['POST', '/emulator/reset', null],
    ['POST', '/emulator/reset', 'all'],
    ['POST', '/emulator/functions/identity', []],
    ['POST', '/emulator/functions/identity', { event: [] }],
    ['POST', '/emulator/functions/identity', { event: null }],
    ['POST', '/emulator/phone/alice/login', []],
    ['POST', '/emulator/phone/alice/login', { args: [] }],
    ['POST', '/emulator/phone/alice/cloud.callFunction', { args: { name: 'identity', data: [] } }],
    ['POST', '/emulator/apps', { appid: 'wx0123456789abcdef' }],
    ['POST', '/emulator/apps', { appid: 'wxfa4e000000000001', kind: 'game' }],
    ['POST', '/emulator/clock', {}],
    ['POST', '/emulator/clock', { now: 1, advanceSeconds: 1 }],
    ['POST', '/emulator/clock', { now: 1e300 }],
    ['POST', '/emulator/reset', { everything: true }],
    ['POST', '/emulator/faults', { target: 'wechat', call: '*', kind: 'errcode' }],
    ['POST', '/emulator/faults', { target: 'database', call: '*', kind: 'offline' }],
    ['POST', '/emulator/faults', { target: 'database', call: '*', kind: 'hang', milliseconds: 3 }],
    ['POST', '/emulator/faults', { target: 'database', call: '*', kind: 'hang', nth: 0 }],
    ['POST', '/emulator/faults', { target: 'moon', call: '*', kind: 'hang' }],
    ['DELETE', '/emulator/faults?id=x', undefined],
    ['GET', '/emulator/ledger?after=last', undefined],
    ['GET', '/emulator/logs?after=-1', undefined],
    ['POST', '/emulator/functions/identity', {}],
    ['POST', '/emulator/functions/identity', { event: {}, as: { name: 'alice' } }],
    ['POST', '/emulator/phone/alice/login', { apps: 'x' }],
    ['POST', '/emulator/phone/alice/login', { device: 'a b' }],
    ['POST', '/emulator/phone/alice/login', { app: 'wxfa4e000000000002' }],
    ['POST', '/emulator/phone/alice/cloud.callFunction', { args: { name: 'identity', config: {} } }],
  ])('[CT13] %s %s %j is a bad request', async (method, path, body) => {
    expect(await world.status(method, path, body)).toEqual({ status: 400, body: refusal('bad-request') });
  });

  test.each(['short', 'has a space in it', 'x'.repeat(129), '密钥密钥密钥密钥密钥', 'aaaaaaaaaaaaaaaa', 'ChangeMe-1234', 'my-appsecret-1234', 'PLACEHOLDER-1234', 'your-secret-1234', ''])('[CT29] the secret %j, which functions refuse, is a bad request and changes nothing', async (secret) => {
    const before = await apps();
    expect(await world.status('POST', '/emulator/apps', { appid: 'wxfa4e000000000001', secret })).toEqual({ status: 400, body: { error: { code: 'bad-request', message: expect.stringContaining('secret: a secret is') } } });
    expect(await apps()).toEqual(before);
  });

  test('[CT29] any other secret is taken, with whatever signs are in it', async () => {
    for (const secret of ['12345678', '!"#$%&/()=?~', 'x'.repeat(127).concat('y')]) {
      expect(await world.control('POST', '/emulator/apps', { appid: 'wxfa4e0000000000cc', secret })).toMatchObject({ app: { secret } });
    }
  });

  test.each([
    ['DELETE', '/emulator/faults?idd=1', 'idd'], ['DELETE', '/emulator/faults?id=1&all=1', 'all'], ['GET', '/emulator/people?name=alice', 'name'], ['GET', '/emulator/ledger?since=1', 'since'],
    ['POST', '/emulator/reset?soft', 'soft'], ['POST', '/emulator/functions/identity?as=alice', 'as'], ['POST', '/emulator/phone/alice/login?device=x', 'device'],
    ['DELETE', '/emulator/faults?id=1&id=2', 'id'], ['GET', '/emulator/ledger?after=1&after=2', 'after'], ['GET', '/emulator/logs?after=&after=2', 'after'],
  ])('[CT30] %s %s is a bad request that names %s, and nothing is done', async (method, path, name) => {
    const fault = await world.setFault({ target: 'phone', call: 'login', kind: 'offline', nth: 99 });
    expect(await world.status(method, path, method === 'POST' ? { event: {} } : undefined)).toEqual({ status: 400, body: { error: { code: 'bad-request', message: expect.stringContaining(name) } } });
    expect(await world.control('GET', '/emulator/faults')).toMatchObject({ faults: [{ id: fault, seen: 0 }] });
  });

  test.each(['//', '//[', '//127.0.0.1/emulator/people', 'http://[', '/emulator/phone/%zz/login', '/emulator/phone/alice/%', '/emulator/functions/%E0%A4%A'])('[CT31] the target %s is a bad request and no error of the world', async (target) => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const answered = await rawRequest(target);
    expect(said.mock.calls).toEqual([]);
    said.mockRestore();
    expect(answered).toMatch(/^HTTP\/1\.1 400 /);
    expect(answered).toContain('"code":"bad-request"');
  });

  /** As a socket sends it: HTTP clients mend a target. */
  function rawRequest(target: string): Promise<string> {
    const { hostname, port, host } = new URL(world.url);
    return new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), hostname, () => socket.write(`POST ${target} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`));
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => resolve(text)).on('error', reject);
    });
  }

  test('[CT32] a fault delays up to ten minutes, not longer', async () => {
    const delay = { target: 'database', call: 'database.countDocument', kind: 'delay' };
    expect(await world.status('POST', '/emulator/faults', { ...delay, milliseconds: 600_000 })).toMatchObject({ status: 200 });
    expect(await world.status('POST', '/emulator/faults', { ...delay, milliseconds: 600_001 })).toEqual({ status: 400, body: refusal('bad-request') });
  });

  test.each([['nickname', 'x'.repeat(65)], ['nickname', '🙂'.repeat(65)], ['avatarUrl', 'javascript:alert(1)'], ['avatarUrl', '/emulator/avatars/bob.svg'], ['avatarUrl', 'data:image/png;base64,AA'], ['avatarUrl', 'https://']])('[CT33] a person of %s %s is a bad request', async (field, value) => {
    expect(await world.status('POST', '/emulator/people', { name: 'alice', [field]: value })).toEqual({ status: 400, body: refusal('bad-request') });
  });

  test('[CT33] a nickname of 64 emojis, no picture and a picture elsewhere are taken', async () => {
    const told = { nickname: '🙂'.repeat(64), avatarUrl: '' };
    expect(await world.control('POST', '/emulator/people', { name: 'fred', ...told })).toMatchObject({ person: told });
    expect(await world.control('POST', '/emulator/people', { name: 'fred', avatarUrl: 'https://thirdwx.qlogo.cn/mmopen/a/132' })).toMatchObject({ person: { avatarUrl: 'https://thirdwx.qlogo.cn/mmopen/a/132' } });
  });

  test('[CT13] a body that is no JSON is a bad request', async () => {
    const response = await fetch(`${world.url}/emulator/people`, { method: 'POST', body: '{' });
    expect([response.status, await response.json()]).toEqual([400, refusal('bad-request')]);
  });

  test('[CT13] a body of more than 8 MB is a bad request', async () => {
    expect(await world.status('POST', '/emulator/functions/identity', { event: { text: 'x'.repeat(9 * 1024 * 1024) } })).toEqual({ status: 400, body: refusal('bad-request') });
  });

  test.each([
    ['GET', '/emulator/nothing', undefined],
    ['GET', '/nothing', undefined],
    ['DELETE', '/emulator/faults?id=999', undefined],
    ['POST', '/emulator/faults', { target: 'database', call: '*', kind: 'hang', person: 'nobody' }],
    ['POST', '/emulator/functions/nowhere', { event: {} }],
    ['POST', '/emulator/functions/identity', { event: {}, as: { person: 'nobody' } }],
    ['POST', '/emulator/functions/identity', { event: {}, as: { person: 'alice', app: 'wxfa4e0000000000ff' } }],
    ['POST', '/emulator/phone/nobody/login', {}],
    ['POST', '/emulator/phone/alice/login', { app: 'wxfa4e0000000000ff' }],
  ])('[CT14] %s %s %j is not found', async (method, path, body) => {
    expect(await world.status(method, path, body)).toEqual({ status: 404, body: refusal('not-found') });
  });

  test.each([
    ['DELETE', '/emulator/people', 'GET, POST'], ['GET', '/emulator/reset', 'POST'], ['POST', '/emulator/ledger', 'GET'], ['GET', '/emulator/functions/identity', 'POST'], ['GET', '/emulator/phone/alice/login', 'POST'],
  ])('[CT15] %s %s is not allowed, and the answer says what is', async (method, path, allowed) => {
    const response = await fetch(world.url + path, { method });
    expect([response.status, response.headers.get('allow'), await response.json()]).toEqual([405, allowed, refusal('method-not-allowed')]);
  });

  test.each([
    ['POST', '/emulator/phone/alice/chooseLocation', {}], ['POST', '/emulator/phone/alice/cloud.callContainer', {}], ['POST', '/emulator/phone/alice/scanCode', {}], ['GET', '/open.weixin.qq.com/connect/oauth2/component', undefined], ['GET', '/open.weixin.qq.com/@child/', undefined],
  ])('[CT16] %s %s answers that it is not emulated', async (method, path, body) => {
    expect(await world.status(method, path, body)).toEqual({ status: 501, body: refusal('NotEmulated') });
  });
});

describe('who may ask', () => {
  function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = http.request(world.url + path, { method, headers }, (response) => { response.resume(); resolve(response.statusCode ?? 0); });
      request.on('error', reject);
      request.end();
    });
  }
  const port = () => new URL(world.url).port;

  test('[CT17] a foreign Host is refused', async () => {
    const hosts = ['evil.example', `evil.example:${port()}`, `127.0.0.1.evil.example:${port()}`, `service.localhost:${port()}`];
    expect(await Promise.all(hosts.map((host) => ask('/emulator/people', { host })))).toEqual([403, 403, 403, 403]);
    expect(await ask('/emulator/people', { host: `localhost:${port()}` })).toBe(200);
  });

  test('[CT17] a foreign Origin is refused, the own one is not', async () => {
    const origins = ['https://evil.example', 'null', `http://site.localhost:${port()}`, 'http://127.0.0.1:1', `https://127.0.0.1:${port()}`];
    expect(await Promise.all(origins.map((origin) => ask('/emulator/reset', { origin }, 'POST')))).toEqual([403, 403, 403, 403, 403]);
    expect(await ask('/emulator/people', { origin: world.url })).toBe(200);
  });

  test("[CT17] nor does a foreign page reach the functions' cloud", async () => {
    expect(await ask('/admin', { origin: 'https://evil.example' }, 'POST')).toBe(403);
  });
});

describe('clock, faults and records', () => {
  test('[CT9] the clock is set, advanced, and goes back', async () => {
    const { now } = await world.control<{ now: number }>('POST', '/emulator/clock', { now: 2_000_000_000_000 });
    expect(Math.abs(now - 2_000_000_000_000)).toBeLessThan(60_000);
    const later = await world.advance(3600.5);
    expect(later - now).toBeGreaterThanOrEqual(3_600_500);
    expect(await world.advance(-7200)).toBeLessThan(now);
    expect((await world.control<{ now: number }>('GET', '/emulator/clock')).now).toBeLessThan(now);
  });

  test('[CT19] faults are listed with what they saw and did, and deleted one by one or all', async () => {
    const first = await world.setFault({ target: 'phone', call: 'login', kind: 'offline', nth: 2, times: 3, person: 'bob' });
    const second = await world.setFault({ target: 'wechat', call: 'sns/jscode2session', kind: 'errcode', errcode: 40029 });
    await world.phone('bob', 'login');
    const { faults } = await world.control<{ faults: unknown[] }>('GET', '/emulator/faults');
    expect(faults).toEqual([
      { target: 'phone', call: 'login', kind: 'offline', nth: 2, times: 3, person: 'bob', id: first, seen: 1, fired: 0 },
      { target: 'wechat', call: 'sns/jscode2session', kind: 'errcode', errcode: 40029, id: second, seen: 0, fired: 0 },
    ]);
    expect(await world.status('DELETE', `/emulator/faults?id=${first}`)).toEqual({ status: 200, body: {} });
    expect(await world.control('DELETE', '/emulator/faults')).toEqual({});
    expect(await world.control('GET', '/emulator/faults')).toEqual({ faults: [] });
  });

  test('[CT20] a phone that is offline fails by the name of its API, and calls nothing', async () => {
    const last = await world.ledgerEnd();
    await world.setFault({ target: 'phone', call: '*', kind: 'offline', times: 0, person: 'alice' });
    expect(await world.phone('alice', 'login')).toEqual({ ok: false, error: { errMsg: expect.stringMatching(/^login:fail .*network/) } });
    expect(await world.phone('alice', 'cloud.callFunction', { args: { name: 'identity' } })).toEqual({ ok: false, error: { errMsg: expect.stringMatching(/^cloud\.callFunction:fail .*network/), errCode: -1 } });
    expect(await world.phone('bob', 'login')).toMatchObject({ ok: true });
    expect(await world.ledgerSince(last)).toEqual([]);
  });

  test('[CT21] a phone logs in, and its call of a function carries its device into the ledger', async () => {
    expect(await world.phone('carol', 'login', { device: 'tablet-1' })).toMatchObject({ ok: true, result: { errMsg: 'login:ok', code: expect.stringMatching(/\S/) } });
    const answer = await world.phone<{ result: unknown; requestID: string }>('carol', 'cloud.callFunction', { args: { name: 'greeter', data: { name: 'carol' } } });
    expect(answer).toEqual({ ok: true, result: { errMsg: 'cloud.callFunction:ok', result: { greeting: 'hello carol' }, requestID: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const entries = answer.ok ? await world.entriesOf(answer.result.requestID, 'function') : [];
    expect(entries).toEqual([{
      id: expect.any(Number), at: expect.any(Number), start: expect.any(Number), end: expect.any(Number), kind: 'function', name: 'greeter', invocation: expect.any(String), parent: null,
      depth: 1, person: 'carol', app: 'wxfa4e000000000001', device: 'phone-1', bytesIn: expect.any(Number), bytesOut: 26, outcome: 'ok',
    }]);
  });

  test('[CT22] reset leaves what the seed says: documents, people, apps, no records, no faults, the clock on machine time, new processes', async () => {
    const before = await world.testFunction<{ pid: number }>('identity', {});
    await world.advance(1e6);
    await world.control('POST', '/emulator/people', { name: 'erin' });
    await world.setFault({ target: 'function', call: '*', kind: 'crash', times: 0, nth: 99 });
    expect(await world.control('POST', '/emulator/reset', {})).toEqual({});
    expect((await people()).map(({ name }) => name)).toEqual(['alice', 'bob', 'carol']);
    expect(await apps()).toHaveLength(4);
    expect(await world.control('GET', '/emulator/faults')).toEqual({ faults: [] });
    expect(await world.control('GET', '/emulator/ledger')).toEqual({ entries: [], last: 0 });
    expect((await world.logs()).filter(({ invocation }) => invocation !== '')).toEqual([]);
    expect(await world.database()).toEqual({ notes: [{ _id: 'n1', text: 'from the seed' }] });
    expect(Math.abs((await world.control<{ now: number }>('GET', '/emulator/clock')).now - Date.now())).toBeLessThan(60_000);
    const after = await world.testFunction<{ pid: number }>('identity', {});
    expect(before.ok && after.ok && before.result.pid !== after.result.pid).toBe(true);
  });

  test('[CT22] a function that runs while the world is reset is ended, and its entry does not come back', async () => {
    const probe = await world.setFault({ target: 'function', call: 'misbehave', kind: 'crash', nth: 99 });
    const running = world.testFunction('misbehave', { way: 'hang' });
    const seen = async () => (await world.control<{ faults: { id: number; seen: number }[] }>('GET', '/emulator/faults')).faults.find(({ id }) => id === probe)?.seen ?? 0;
    while ((await seen()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await world.reset();
    expect(await running).toMatchObject({ ok: false, error: { errCode: -504002 } });
    expect(await world.ledgerSince()).toEqual([]);
  });
});
