// Functions that a timer or an HTTP request started call other functions: whose call it is, its parent, and no waiting for one another.
import { openProjectWorld, type ProjectWorld, WITH_SDK } from './a-project';

interface Inner { context: Record<string, string>; now: number }

/** Calls `inner`, or itself once more, by the real SDK, and prints what came of it. */
const OUTER = `${WITH_SDK}
  exports.main = async (event, facts) => {
    const deeper = Number(event.deeper ?? event.queryStringParameters?.deeper ?? 0);
    const { result } = deeper > 0 ? await cloud.callFunction({ name: 'outer', data: { deeper: deeper - 1 } }) : await cloud.callFunction({ name: 'inner', data: { openid: 'forged' } });
    console.log(JSON.stringify({ own: cloud.getWXContext(), inner: result }));
    return result;
  };`;
const INNER = `${WITH_SDK}
  exports.main = async () => ({ context: cloud.getWXContext(), now: Date.now() });`;

let world: ProjectWorld;
beforeEach(async () => {
  world = await openProjectWorld({
    outer: { code: OUTER, servicePath: '/outer', triggers: [{ name: 'nightly', type: 'timer', config: '0 0 2 * * * *' }] },
    inner: { code: INNER },
  });
});
afterEach(() => world.close());

async function printed(): Promise<{ own: Record<string, string>; inner: Inner }[]> {
  return (await world.logs()).filter(({ text }) => text.startsWith('{')).map(({ text }) => JSON.parse(text) as { own: Record<string, string>; inner: Inner });
}
async function entries(): Promise<unknown[]> {
  return (await world.ledgerSince()).filter(({ kind }) => kind === 'function').map(({ name, parent, person, app, outcome }) => ({ name, parent, person, app, outcome }));
}

test('[FN38] a timer\'s function calls another: SOURCE wx_trigger,scf, no OPENID, the timer\'s invocation as its parent', async () => {
  await world.advance(86_400);
  const [run] = await printed();
  expect([run?.own, run?.inner.context]).toEqual([{ ENV: 'local-env', SOURCE: 'wx_trigger' }, { ENV: 'local-env', SOURCE: 'wx_trigger,scf' }]);
  const [inner, outer] = (await world.ledgerSince()).filter(({ kind }) => kind === 'function');
  expect(outer).toMatchObject({ name: 'outer', trigger: 'timer', parent: null, person: null, app: 'wxfa4e000000000001', outcome: 'ok' });
  expect(inner).toMatchObject({ name: 'inner', parent: outer?.invocation, person: null, app: 'wxfa4e000000000001', outcome: 'ok' });
  expect(inner).not.toHaveProperty('trigger');
});

test('[FN38] a function reached by HTTP has no SOURCE, and the one it calls a chain of scf alone', async () => {
  const response = await fetch(`${world.url}/service/outer`);
  const { context } = (await response.json()) as Inner;
  expect(context).toEqual({ ENV: 'local-env', SOURCE: ',scf' });
  expect((await printed())[0]?.own).toEqual({ ENV: 'local-env' });
  expect(await entries()).toEqual([
    { name: 'inner', parent: response.headers.get('x-cloudbase-request-id'), person: null, app: null, outcome: 'ok' },
    { name: 'outer', parent: null, person: null, app: null, outcome: 'ok' },
  ]);
});

test('[FN38] each call adds a link, whoever began', async () => {
  const { context } = (await (await fetch(`${world.url}/service/outer?deeper=2`)).json()) as Inner;
  expect(context['SOURCE']).toBe(',scf,scf,scf');
});

test('[FN14] twenty HTTP requests to a function that calls itself and another do not wait for one another for ever', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, async () => (await (await fetch(`${world.url}/service/outer?deeper=1`)).json()) as Inner));
  expect(answers.map(({ context }) => context['SOURCE'])).toEqual(Array(20).fill(',scf,scf'));
});
