// The client's memory: one request however many ask, by two clocks, and what it does while the centre is away.
import { APP_ID, type Centre, HOUR, refusal, startCentre } from './a-centre';
import { clientOf } from './a-client';

const MINUTE = 60_000;
let centre: Centre;
beforeEach(async () => { centre = await startCentre(); });
afterEach(() => centre.stop());

async function startAnew(): Promise<void> {
  await centre.stop();
  centre = await startCentre();
}

/** The token's number in the centre's list. */
const numberOf = ({ appAccessToken }: { appAccessToken: string }): string => appAccessToken.slice(0, 1);
const asked = (): string[] => centre.asked.map(({ method, path }) => `${method} ${path}`);

test('[CL-1] a centre that checks by itself takes what the client sends: right path, fresh nonces, its own time', async () => {
  const client = clientOf(centre);
  await client.get(APP_ID);
  await client.report(APP_ID, centre.tokens[0]?.value ?? '', 40001);
  await client.jsapiTicket(APP_ID);
  expect([asked(), centre.forged()]).toEqual([[`GET /app-token/${APP_ID}`, `POST /app-token/${APP_ID}/report`, `GET /app-token/${APP_ID}/jsapi-ticket`], 0]);
  expect(JSON.parse(centre.asked[1]?.body ?? '')).toEqual({ appAccessToken: expect.stringMatching(/^1_FAKE_1+$/), errcode: 40001 });
  expect(centre.asked[1]?.headers['content-type']).toBe('application/json');
  expect(new Set(centre.asked.map(({ headers }) => headers['x-nonce'])).size).toBe(3);
});

test('[CL-1] the address may end in /app-token or a slash', async () => {
  for (const url of [`${centre.url}/app-token`, `${centre.url}/`, `${centre.url}/app-token/`]) expect(numberOf(await clientOf(centre, { url }).get(APP_ID))).toBe('1');
});

test('[CL-3] a thousand that ask at once cause one request, and the next thousand none', async () => {
  const client = clientOf(centre);
  const first = await Promise.all(Array.from({ length: 1000 }, () => client.get(APP_ID)));
  const next = await Promise.all(Array.from({ length: 1000 }, () => client.get(APP_ID)));
  expect([new Set([...first, ...next].map(numberOf)), centre.asked.length]).toEqual([new Set(['1']), 1]);
});

test('[CL-3] apps, and a token and a ticket of one app, are asked for apart', async () => {
  const client = clientOf(centre);
  const ticket = await client.jsapiTicket(APP_ID);
  await expect(client.get('wxfa4e000000000002')).rejects.toMatchObject({ code: 'not-found' });
  expect([numberOf(await client.get(APP_ID)), ticket.jsapiTicket.startsWith('ticket_FAKE'), await client.jsapiTicket(APP_ID)]).toEqual(['1', true, ticket]);
  expect(centre.asked).toHaveLength(3);
});

test('[CL-4] what is in memory is used for five minutes by either clock', async () => {
  for (const move of ['pass', 'set'] as const) {
    await startAnew();
    const client = clientOf(centre);
    const requests: number[] = [];
    for (const milliseconds of [0, 4.9 * MINUTE, 0.2 * MINUTE]) {
      client[move](milliseconds);
      if (move === 'set') centre.pass(milliseconds); // else it would refuse a time so far off
      await client.get(APP_ID);
      requests.push(centre.asked.length);
    }
    expect([move, requests]).toEqual([move, [1, 1, 2]]);
  }
});

test('[CL-4] from 300 s before its end a token is asked for again, every ten seconds', async () => {
  centre.tokens.splice(0, 3, { value: '1_FAKE', expiresAt: Date.now() + 7 * MINUTE });
  const client = clientOf(centre);
  const requests: number[] = [];
  for (const seconds of [0, 110, 15, 5, 6]) {
    client.pass(seconds * 1000);
    await client.get(APP_ID);
    requests.push(centre.asked.length);
  }
  expect(requests).toEqual([1, 1, 2, 2, 3]);
});

test('[CL-5] a wall clock set back behind the reading ends the use of what is in memory', async () => {
  const client = clientOf(centre);
  await client.get(APP_ID);
  client.pass(MINUTE);
  client.set(-0.5 * MINUTE);
  await client.get(APP_ID);
  expect(centre.asked).toHaveLength(1);
  client.set(-MINUTE);
  await client.get(APP_ID);
  expect(centre.asked).toHaveLength(2);
});

test('[CL-5] after a jump of the wall clock in either direction no dead token is served', async () => {
  for (const jump of [-10 * MINUTE, -4 * MINUTE, -HOUR, 4 * MINUTE, HOUR, 3 * HOUR]) {
    await startAnew();
    const client = clientOf(centre);
    await client.get(APP_ID);
    client.pass(1.9 * HOUR);
    client.set(jump);
    client.pass(0.2 * HOUR);
    await centre.stop();
    const answer = await client.get(APP_ID).catch((error: Error) => error);
    expect([jump, answer]).toEqual([jump, expect.objectContaining({ name: 'AppTokenUnreachable' })]);
  }
});

test('[CL-6] while the centre cannot be reached, is busy or says later, the token in memory is served as long as it lives', async () => {
  const client = clientOf(centre);
  await client.get(APP_ID);
  for (const fault of ['hang-up', 'cut', refusal('wechat-unavailable', 503), refusal('rate-limited', 429), { status: 502, body: '<html></html>' }] as const) {
    client.pass(5 * MINUTE);
    centre.faults.push(fault);
    expect([fault, numberOf(await client.get(APP_ID)), centre.faults]).toEqual([fault, '1', []]);
  }
  client.pass(2 * HOUR);
  centre.faults.push(refusal('wechat-unavailable', 503));
  await expect(client.get(APP_ID)).rejects.toMatchObject({ code: 'wechat-unavailable', status: 503 });
});

test('[CL-6] any other refusal is told, also while a token lives', async () => {
  const client = clientOf(centre);
  await client.get(APP_ID);
  client.pass(5 * MINUTE);
  centre.faults.push(refusal('forbidden', 403));
  await expect(client.get(APP_ID)).rejects.toMatchObject({ code: 'forbidden' });
});

test('[CL-6] a centre that failed is left alone for ten seconds, or until the time that it told', async () => {
  const client = clientOf(centre);
  const requests: number[] = [];
  await client.get(APP_ID);
  client.pass(5 * MINUTE);
  for (const [fault, seconds] of [['hang-up', 9], ['hang-up', 2], [refusal('rate-limited', 429, Date.now() + 7 * MINUTE), 100], ['hang-up', 15]] as const) {
    centre.faults.splice(0, 1, fault);
    for (let times = 0; times < 20; times += 1) expect(numberOf(await client.get(APP_ID))).toBe('1');
    client.pass(seconds * 1000);
    requests.push(centre.asked.length);
  }
  expect(requests).toEqual([2, 2, 3, 3]);
});

test('[CL-6] without a token in memory each failure is told', async () => {
  const client = clientOf(centre, { timeoutMilliseconds: 100 });
  centre.faults.push('silence', { status: 302, body: '', headers: { location: centre.url } }, { status: 200, body: '{"ok":true,"value":{}}' }, { status: 200, body: 'a'.repeat(70_000) }, { status: 404, body: '{"code":"INVALID_PATH"}' });
  for (const said of [/the time was up/, /status 302 is not the app token centre/, /status 200 is not/, /more than 65536 bytes/, /status 404 is not/]) {
    await expect(client.get(APP_ID)).rejects.toMatchObject({ name: 'AppTokenUnreachable', message: expect.stringMatching(said) });
  }
  await centre.stop();
  await expect(client.get(APP_ID)).rejects.toMatchObject({ name: 'AppTokenUnreachable', message: expect.stringMatching(/did not answer: (ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)\./) });
});
