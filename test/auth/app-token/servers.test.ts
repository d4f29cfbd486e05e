// Which server asks: the signature over all of a request, its time, and a nonce that is good once.
import { createHmac } from 'node:crypto';
import { recognise as judge } from '../../../auth/app-token/servers';
import type { SignedRequest } from '../../../auth/app-token/servers';
import { clockAt } from '../../ports/memory';
import { NEW_YEAR } from '../a-world';

const SECRET = 'c2VydmVyLXNlY3JldC1vZi0zMi1ieXRlcy1hbmQtbW9yZQ';
const NEXT = 'YW5vdGhlci1zZWNyZXQtb2YtMzItYnl0ZXMtYW5kLW1vcmU';

/** The caller, or null. */
const recognise = async (world: Parameters<typeof judge>[0], request: SignedRequest) => { const recognised = await judge(world, request); return recognised.ok ? recognised.caller : null; };

function aWorld(servers = [{ caller: 'shop', secret: SECRET, retiredAt: null as number | null }]) {
  const seen = new Set<string>();
  let claims = 0;
  const until: number[] = [];
  const nonces = { claim: async (hash: string, end: number) => { claims += 1; until.push(end); if (seen.has(hash)) return false; seen.add(hash); return true; } };
  return { clock: clockAt(NEW_YEAR), servers, nonces, until, claims: () => claims };
}

function signed(change: Partial<SignedRequest> = {}, secret = SECRET): SignedRequest {
  const request = { method: 'POST', path: '/app-token/wxfa4e000000000001/report', body: '{"a":1}', caller: 'shop', time: String(NEW_YEAR), nonce: 'nonce-0123456789-a', ...change };
  const signature = createHmac('sha256', secret).update([request.method, request.path, request.body, request.time, request.nonce].join('\n')).digest('hex');
  return { ...request, signature, ...(change.signature === undefined ? {} : { signature: change.signature }) };
}

test('[SEC-79] a request that a key of SERVER_KEYS signed is its caller’s, once', async () => {
  const world = aWorld();
  expect(await recognise(world, signed())).toBe('shop');
  expect(await recognise(world, signed())).toBeNull();
  expect(await recognise(world, signed({ nonce: 'nonce-0123456789-b' }))).toBe('shop');
});

test.each<[string, Partial<SignedRequest>]>([
  ['method', { method: 'GET' }], ['path', { path: '/app-token/wxfa4e000000000002/report' }], ['body', { body: '{"a":2}' }], ['time', { time: String(NEW_YEAR + 1) }], ['nonce', { nonce: 'nonce-0123456789-x' }],
  ['caller', { caller: 'other' }], ['signature', { signature: '0'.repeat(64) }], ['signature’s shape', { signature: '' }],
])('[SEC-79] a request whose %s was changed after it was signed is nobody’s, and costs no call', async (_what, change) => {
  const world = aWorld();
  expect(await recognise(world, { ...signed(), ...change })).toBeNull();
  expect(world.claims()).toBe(0);
});

test('[SEC-79] a request is good for five minutes before and after its time, to the millisecond, by a time and a nonce of their shapes', async () => {
  const at = (time: number, nonce = `nonce-${time}-0123456789`) => recognise(aWorld(), signed({ time: String(time), nonce }));
  const window = 5 * 60_000;
  expect([await at(NEW_YEAR - window), await at(NEW_YEAR + window), await at(NEW_YEAR - window - 1), await at(NEW_YEAR + window + 1)]).toEqual(['shop', 'shop', null, null]);
  for (const time of ['', '0', '1e13', ` ${NEW_YEAR}`, `${NEW_YEAR}.0`, 'NaN']) expect(await recognise(aWorld(), signed({ time }))).toBeNull();
  for (const nonce of ['', 'short', 'x'.repeat(65), 'nonce with blanks 123', 'nönce-0123456789-a']) expect(await recognise(aWorld(), signed({ nonce }))).toBeNull();
});

test('[SEC-79] keys rotate: two of one caller are both good, and a retired one until its moment', async () => {
  const world = aWorld([{ caller: 'shop', secret: NEXT, retiredAt: null }, { caller: 'shop', secret: SECRET, retiredAt: NEW_YEAR + 1000 }]);
  expect([await recognise(world, signed({ nonce: 'nonce-of-the-old-1' })), await recognise(world, signed({ nonce: 'nonce-of-the-new-1' }, NEXT))]).toEqual(['shop', 'shop']);
  world.clock.set(NEW_YEAR + 1000);
  expect([await recognise(world, signed({ nonce: 'nonce-of-the-old-2' })), await recognise(world, signed({ nonce: 'nonce-of-the-new-2' }, NEXT))]).toEqual([null, 'shop']);
});

test('[SEC-79] a nonce is its caller’s own, and is remembered while any instance may take the request', async () => {
  const world = aWorld([{ caller: 'shop', secret: SECRET, retiredAt: null }, { caller: 'news', secret: NEXT, retiredAt: null }]);
  expect([await recognise(world, signed()), await recognise(world, signed({ caller: 'news' }, NEXT))]).toEqual(['shop', 'news']);
  expect(world.until).toEqual([NEW_YEAR + 600_000, NEW_YEAR + 600_000]);
});

test('[SEC-79] why a request is nobody’s is told to the log alone', async () => {
  const world = aWorld();
  const why = async (request: SignedRequest) => { const recognised = await judge(world, request); return recognised.ok ? 'ok' : recognised.why; };
  await judge(world, signed());
  expect(await Promise.all([signed({ time: '1' }), signed({ nonce: 'x' }), signed({ caller: 'nobody' }), signed({ signature: '0'.repeat(64) }), signed()].map(why))).toEqual(['time', 'nonce', 'caller', 'signature', 'replayed']);
});
