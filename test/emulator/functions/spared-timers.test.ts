// Faults and timers: what a timer calls because the machine's time passed is no business of a fault that a test set.
import { openProjectWorld, type ProjectWorld, WITH_SDK } from './a-project';

/** A call of each kind, the function's own and a nested one's. */
const WORKER = `${WITH_SDK}
  const http = require('node:http');
  const wechat = () => new Promise((resolve) => http.get(process.env.WECHAT_API_BASE + '/sns/jscode2session?appid=x', (answer) => answer.resume().on('end', resolve)).on('error', resolve));
  exports.main = async ({ TriggerName, nested }) => {
    await cloud.database().collection('notes').where({ a: 1 }).get();
    await wechat();
    await cloud.uploadFile({ cloudPath: 'a.txt', fileContent: Buffer.from('a') });
    if (!nested) await cloud.callFunction({ name: 'worker', data: { nested: true } });
    console.log('done ' + (nested ? 'nested' : TriggerName));
  };`;
const TARGETS = [
  { target: 'function', call: 'worker', kind: 'crash' }, { target: 'database', call: '*', kind: 'delay', milliseconds: 0 }, { target: 'wechat', call: '*', kind: 'delay', milliseconds: 0 },
] as const;

let world: ProjectWorld;
async function openWith(config: string): Promise<void> {
  world = await openProjectWorld({ worker: { code: WORKER, envNames: ['WECHAT_API_BASE'], triggers: [{ name: 'tick', type: 'timer', config }] } });
}
afterEach(() => world.close());

async function untilDone(count: number): Promise<void> {
  const runs = async () => (await world.logs()).filter(({ text }) => text === 'done tick').length;
  const wanted = (await runs()) + count;
  while ((await runs()) < wanted) await new Promise((resolve) => setTimeout(resolve, 50));
}
/** Sets the faults to count and, but for the crash, hurt nobody; gives how often each counted a call. */
async function watch(): Promise<() => Promise<number[]>> {
  for (const fault of TARGETS) await world.setFault({ ...fault, times: 0, nth: fault.kind === 'crash' ? 1000 : 1 });
  return async () => (await world.control<{ faults: { seen: number }[] }>('GET', '/emulator/faults')).faults.map(({ seen }) => seen);
}

test('[FN39] calls of a timer that the machine\'s time started are neither hit nor counted, its nested calls neither; those of anybody else are', async () => {
  await openWith('* * * * * * *');
  const seen = await watch();
  await untilDone(2);
  expect(await seen()).toEqual([0, 0, 0]);
  await world.testFunction('worker', { nested: true }, null, 'wx_trigger');
  expect(await seen()).toEqual([1, 1, 3]);
});

test('[FN39] a timer that came due because the clock was moved is hit, with all it calls', async () => {
  await openWith('0 0 2 * * * *');
  const seen = await watch();
  await world.advance(86_400);
  expect(await seen()).toEqual([2, 2, 6]);
});

test('[FN39] a fault waits for the call it was meant for, however many timers come due meanwhile', async () => {
  await openWith('* * * * * * *');
  await world.setFault({ target: 'function', call: 'worker', kind: 'crash' });
  await untilDone(2);
  expect(await world.testFunction('worker', { nested: true })).toMatchObject({ ok: false, error: { errCode: -504002 } });
  expect(await world.testFunction('worker', { nested: true })).toMatchObject({ ok: true });
});
