// Every conditional write, read off the wire between a door and the database: one document by its `_id`, and never more than one.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { startWorld } from '../support/local-world';
import type { LocalWorld } from '../support/local-world';
import { CALLER, callInCloud, someSettings } from './cloud-function';

interface Sent { action: string; collectionName?: string; query?: string; queryType?: string; multi?: boolean }
interface SignedIn { ok: true; value: { accessToken: string; refreshToken: string } }

let world: LocalWorld;
let recorder: http.Server;
const sent: Sent[] = [];

/** Stands between the SDK and the database, and hands everything on as it is. */
async function record(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  sent.push(JSON.parse(body) as Sent);
  const answer = await fetch(`${world.url}${request.url}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
}

beforeAll(async () => {
  world = await startWorld();
  recorder = http.createServer((request, response) => { void record(request, response); });
  await new Promise<void>((resolve) => { recorder.listen(0, '127.0.0.1', resolve); });
});
afterAll(async () => {
  recorder.closeAllConnections();
  recorder.close();
  await world.stop();
});

test('[SEC-07] signing in, renewing and signing out write to one document, named by its _id, and say multi: false', async () => {
  const settings = { ...someSettings(), TCB_CONTEXT_CNFG: JSON.stringify({ URL: `http://127.0.0.1:${(recorder.address() as AddressInfo).port}/admin?` }) };
  const call = async (event: object): Promise<unknown> => (await callInCloud('session', event, CALLER, settings)).result;
  const first = await call({ action: 'sign-in' }) as SignedIn;
  await call({ action: 'sign-in' });
  expect(await call({ action: 'renew', refreshToken: first.value.refreshToken })).toMatchObject({ ok: true });
  expect(await call({ action: 'sign-out', accessToken: first.value.accessToken })).toMatchObject({ ok: true });
  const writes = sent.filter(({ action }) => /modify|remove/.test(action));
  expect(writes.length).toBeGreaterThanOrEqual(4);
  for (const { queryType, query, multi } of writes) {
    expect({ queryType, multi }).toEqual({ queryType: 'WHERE', multi: false });
    expect(JSON.parse(query ?? '{}')).toEqual(expect.objectContaining({ _id: expect.any(String) }));
  }
}, 30_000);
