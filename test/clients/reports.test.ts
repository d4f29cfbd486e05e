// Dead tokens: one report however many found it dead, no dead value from memory, one more run of the call.
import { APP_ID, type Centre, refusal, startCentre } from './a-centre';
import { clientOf } from './a-client';

let centre: Centre;
beforeEach(async () => { centre = await startCentre(); });
afterEach(() => centre.stop());

const reports = (): number => centre.asked.filter(({ method }) => method === 'POST').length;
const value = (index: number): string => centre.tokens[index]?.value ?? '';

test('[CL-7] a thousand reports of one dead token cause one request, and all get the same other token', async () => {
  const client = clientOf(centre);
  const { appAccessToken: dead } = await client.get(APP_ID);
  const instead = await Promise.all(Array.from({ length: 1000 }, () => client.report(APP_ID, dead, 42001)));
  const late = await client.report(APP_ID, dead);
  expect([new Set([...instead, late].map(({ appAccessToken }) => appAccessToken)), reports(), await client.get(APP_ID)]).toEqual([new Set([value(0)]), 1, instead[0]]);
  expect(value(0)).not.toBe(dead);
  expect(centre.asked).toHaveLength(2);
});

test('[CL-7] the next dead token is reported by itself', async () => {
  const client = clientOf(centre);
  const { appAccessToken: first } = await client.get(APP_ID);
  const { appAccessToken: second } = await client.report(APP_ID, first);
  const { appAccessToken: third } = await client.report(APP_ID, second);
  expect([new Set([first, second, third]).size, third, reports()]).toEqual([3, value(0), 2]);
});

test('[CL-7] where the centre has no other one, or says later, that answers the reports of half a minute', async () => {
  centre.tokens.splice(1);
  const client = clientOf(centre);
  const { appAccessToken: dead } = await client.get(APP_ID);
  for (let times = 0; times < 3; times += 1) expect((await client.report(APP_ID, dead)).appAccessToken).toBe(dead);
  expect(reports()).toBe(1);
  client.pass(31_000);
  centre.faults.push(refusal('rate-limited', 429, Date.now() + 61_000));
  for (let times = 0; times < 3; times += 1) await expect(client.report(APP_ID, dead)).rejects.toMatchObject({ code: 'rate-limited' });
  expect(reports()).toBe(2);
  client.pass(31_000);
  expect((await client.report(APP_ID, dead)).appAccessToken).toBe(dead);
  expect(reports()).toBe(3);
});

test('[CL-7] a report that did not arrive is sent again by the next', async () => {
  const client = clientOf(centre);
  const { appAccessToken: dead } = await client.get(APP_ID);
  centre.faults.push('hang-up');
  await expect(client.report(APP_ID, dead)).rejects.toMatchObject({ name: 'AppTokenUnreachable' });
  expect((await client.report(APP_ID, dead)).appAccessToken).toBe(value(0));
});

test('[CL-8] a reported token is served from memory no more, whether or not the report arrived', async () => {
  const client = clientOf(centre);
  const { appAccessToken: dead } = await client.get(APP_ID);
  centre.faults.push('hang-up', 'hang-up');
  await expect(client.report(APP_ID, dead)).rejects.toMatchObject({ name: 'AppTokenUnreachable' });
  await expect(client.get(APP_ID)).rejects.toMatchObject({ name: 'AppTokenUnreachable' });
});

test('[CL-8] whoever asks while a report is under way waits for its answer', async () => {
  const client = clientOf(centre);
  const { appAccessToken: dead } = await client.get(APP_ID);
  centre.hold(true);
  const answers = [client.report(APP_ID, dead), client.get(APP_ID), client.get(APP_ID)];
  centre.hold(false);
  expect(new Set((await Promise.all(answers)).map(({ appAccessToken }) => appAccessToken))).toEqual(new Set([value(0)]));
  expect(centre.asked).toHaveLength(2);
});

test('[CL-8] an answer that was asked for before a report does not come back over it', async () => {
  const client = clientOf(centre);
  const dead = value(0);
  centre.hold(true);
  const early = client.get(APP_ID);
  await until(() => centre.held.length === 1);
  const reported = client.report(APP_ID, dead);
  await until(() => centre.held.length === 2);
  centre.held.pop()?.();
  const instead = await reported;
  centre.faults.push({ status: 200, body: JSON.stringify({ ok: true, value: { appAccessToken: dead, expiresAt: Date.now() + 7_200_000 } }) });
  centre.hold(false);
  expect([(await early).appAccessToken, instead.appAccessToken === dead]).toEqual([dead, false]);
  expect(await client.get(APP_ID)).toEqual(instead);
  expect(centre.asked).toHaveLength(2);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => { setTimeout(resolve, 5); });
}

/** WeChat, to which every token but the last one of `good` is dead. */
function weChat(errcode: number, isGood: (appAccessToken: string) => boolean) {
  const used: string[] = [];
  return {
    used,
    async send(appAccessToken: string): Promise<{ errcode: number; msgid?: number }> {
      used.push(appAccessToken);
      return isGood(appAccessToken) ? { errcode: 0, msgid: 7 } : { errcode };
    },
  };
}

test.each([40001, 40014, 42001])('[CL-9] a call that WeChat refuses with %i is reported and run once more with the other token', async (errcode) => {
  const client = clientOf(centre);
  const { send, used } = weChat(errcode, (token) => token.startsWith('2_'));
  expect(await client.withToken(APP_ID, send)).toEqual({ errcode: 0, msgid: 7 });
  expect([used.map((token) => token[0]), JSON.parse(centre.asked.at(-1)?.body ?? '')]).toEqual([['1', '2'], { appAccessToken: used[0], errcode }]);
});

test('[CL-9] it is run once more, not twice', async () => {
  const { send, used } = weChat(40001, () => false);
  expect(await clientOf(centre).withToken(APP_ID, send)).toEqual({ errcode: 40001 });
  expect([used.length, reports()]).toEqual([2, 1]);
});

test('[CL-9] where the centre has no other token, the call is not run again', async () => {
  centre.tokens.splice(1);
  const { send, used } = weChat(40001, () => false);
  expect(await clientOf(centre).withToken(APP_ID, send)).toEqual({ errcode: 40001 });
  expect(used).toHaveLength(1);
});

test('[CL-9] any other answer, and any error of the call, is handed over as it is', async () => {
  const client = clientOf(centre);
  for (const answer of [{ errcode: 0 }, { errcode: 45009 }, {}]) expect(await client.withToken(APP_ID, async () => answer)).toBe(answer);
  await expect(client.withToken(APP_ID, async () => { throw new Error('mine'); })).rejects.toThrow('mine');
  expect(reports()).toBe(0);
});

test('[CL-9] a hundred calls at once on a dead token report it once', async () => {
  const client = clientOf(centre);
  const { send } = weChat(40001, (token) => token.startsWith('2_'));
  const answers = await Promise.all(Array.from({ length: 100 }, () => client.withToken(APP_ID, send)));
  expect([new Set(answers.map(({ errcode }) => errcode)), centre.asked.length]).toEqual([new Set([0]), 2]);
});
