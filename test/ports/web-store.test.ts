// One suite for what signing in on the web writes, two implementations: in memory, and the collections on the real wx-server-sdk.
import type { FlowId, InviteKey } from '../../auth/ids';
import type { ScanBudget } from '../../auth/scan/ports';
import type { StartBudget, WebFlow, WebFlows } from '../../auth/web/ports';
import { within } from '../../auth/session/rate';
import { add } from '../../cloudbase/collections/operations';
import { ALICE, NEW_YEAR } from '../auth/a-world';
import { startCloudStore } from './cloud-store';
import type { CloudStore } from './cloud-store';
import { memoryScanBudget, memoryStartBudget, memoryWebFlows } from './memory-web-flows';

interface Stores { webFlows: WebFlows; startBudget: StartBudget; scanBudget: ScanBudget }

const ID = 'flow'.padEnd(22, '0') as FlowId;
const OTHER = 'other'.padEnd(22, '0') as FlowId;
const FACTS = { facts: { kid: 's1', box: 'sealed' } };
const aFlow = (change: Partial<WebFlow> = {}): WebFlow => ({
  id: ID, step: 'state', door: 'qr', isDirect: false, appId: ALICE.appId, scope: 'snsapi_login', challenge: 'c'.repeat(43), returnTo: 'https://site.example.com/', browser: 'b', invite: null, policyVersion: null, scan: null, expiresAt: NEW_YEAR + 1000, code: null, outcome: null, givenUntil: null, ...change,
});

let cloud: CloudStore;
beforeAll(async () => { cloud = await startCloudStore(); });
afterAll(() => cloud.close());

describe.each<[string, () => Stores]>([['in memory', () => ({ webFlows: memoryWebFlows(), startBudget: memoryStartBudget(), scanBudget: memoryScanBudget() })], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores; }]])('the stores %s', (_name, make) => {
  let stores: Stores;
  beforeEach(() => { stores = make(); });

  test('[ST-43] a state is taken once, by any number at once, in its time; its outcome is written once and claimed once', async () => {
    await stores.webFlows.open(aFlow());
    expect([await stores.webFlows.find(ID), await stores.webFlows.find(OTHER)]).toEqual([aFlow(), null]);
    expect([await stores.webFlows.answer(ID, FACTS, NEW_YEAR), await stores.webFlows.claim(ID), await stores.webFlows.take(ID, 'c', NEW_YEAR + 1000), await stores.webFlows.take(OTHER, 'c', NEW_YEAR)]).toEqual([false, false, false, false]);
    expect((await Promise.all(Array.from({ length: 8 }, () => stores.webFlows.take(ID, 'c', NEW_YEAR + 999)))).filter(Boolean)).toHaveLength(1);
    expect([await stores.webFlows.answer(ID, FACTS, NEW_YEAR + 6000), await stores.webFlows.answer(ID, { refusal: 'declined' }, NEW_YEAR + 90)]).toEqual([true, false]);
    expect(await stores.webFlows.find(ID)).toEqual(aFlow({ step: 'answered', code: 'c', outcome: FACTS, givenUntil: NEW_YEAR + 6000, expiresAt: NEW_YEAR + 6000 }));
    expect([await stores.webFlows.claim(ID), await stores.webFlows.claim(ID), (await stores.webFlows.find(ID))?.step]).toEqual([true, false, 'claimed']);
    await stores.webFlows.unclaim(ID);
    expect([(await stores.webFlows.find(ID))?.step, await stores.webFlows.claim(ID)]).toEqual(['answered', true]);
    await stores.webFlows.open(aFlow({ id: OTHER }));
    await stores.webFlows.take(OTHER, 'd', NEW_YEAR);
    await stores.webFlows.answer(OTHER, { refusal: 'snapshot-user' }, NEW_YEAR + 60);
    expect(await stores.webFlows.find(OTHER)).toMatchObject({ code: 'd', outcome: { refusal: 'snapshot-user' }, expiresAt: NEW_YEAR + 60 });
  });

  test('[ST-44] an address begins so many in a minute and no more, however many at once; each address and each minute has its own', async () => {
    const take = (address: string, minute = 1) => stores.startBudget.take(address, minute, 3);
    expect((await Promise.all(Array.from({ length: 10 }, () => take('a')))).filter(Boolean)).toHaveLength(3);
    expect([await take('a'), await take('b'), await take('a', 2)]).toEqual([false, true, true]);
  });

  test('[ST-45] a flow keeps what a link brought and who asks by a scan', async () => {
    const flow = aFlow({ door: 'scan', invite: 'i'.repeat(22) as InviteKey, scan: { ipPrefix: '203.0.113.*', browser: 'Chrome · Windows', matchNumber: '07', startedAt: NEW_YEAR, place: { address: 'a', at: NEW_YEAR } } });
    await stores.webFlows.open(flow);
    expect(await stores.webFlows.find(ID)).toEqual(flow);
  });

  test('[WE-14] a flow keeps what its page says that the person agreed to', async () => {
    await stores.webFlows.open(aFlow({ policyVersion: '2026-11' }));
    expect(await stores.webFlows.find(ID)).toEqual(aFlow({ policyVersion: '2026-11' }));
  });

  test('[ST-46] so many codes of an address wait at once and no more, and a place is free again when its time is over', async () => {
    const take = (address: string, at = NEW_YEAR) => stores.scanBudget.take({ address, at }, at + 1000, within(1000, 3, at));
    expect((await Promise.all(Array.from({ length: 10 }, () => take('a')))).filter((each) => each === true)).toHaveLength(3);
    expect([await take('a', NEW_YEAR + 999), await take('b', NEW_YEAR), await take('a', NEW_YEAR + 1000), await take('a', NEW_YEAR + 1000)]).toEqual([[NEW_YEAR, NEW_YEAR, NEW_YEAR], true, true, true]);
    await stores.scanBudget.giveBack({ address: 'a', at: NEW_YEAR + 1000 });
    await stores.scanBudget.giveBack({ address: 'nobody', at: NEW_YEAR });
    expect(await take('a', NEW_YEAR + 1001)).toBe(true);
  });
});

test('[ST-49] a flow that an older version wrote is read, so that nobody who is on her way has to begin again', async () => {
  cloud.clear();
  const { id: _, invite: __, policyVersion: ___, scan: ____, appId: appid, step, expiresAt, ...rest } = aFlow();
  const older = { _id: `web:${ID}`, ...rest, appid, step: `web-${step}`, expiresAt: new Date(expiresAt) };
  await add('flows', older);
  expect(await cloud.stores.webFlows.find(ID)).toEqual(aFlow());
});
