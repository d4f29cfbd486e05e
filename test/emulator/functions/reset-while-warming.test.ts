// A reset while processes of the world before are still being started: none of them may answer in the new one.
import { openProjectWorld, type ProjectWorld } from './a-project';

const NAMES = ['one', 'two', 'three', 'four'];
const TELLS = 'exports.main = async () => JSON.parse(process.env.WECHAT_APPS).map((app) => app.secret).join();';

let world: ProjectWorld;
beforeAll(async () => { world = await openProjectWorld(Object.fromEntries(NAMES.map((name) => [name, { code: TELLS, envNames: ['WECHAT_APPS'] }]))); });
afterAll(() => world.close());

test('[CT22] after a reset, and another one right after it, every function knows the secrets of now', async () => {
  for (let round = 0; round < 6; round += 1) {
    for (const name of NAMES) await world.testFunction(name, {});
    await world.reset();
    await new Promise((resolve) => setTimeout(resolve, round * 25));
    await world.reset();
    const { apps } = await world.control<{ apps: { secret: string }[] }>('GET', '/emulator/apps');
    const secrets = apps.map(({ secret }) => secret).join();
    const told = [];
    for (let twice = 0; twice < 2; twice += 1) told.push(...await Promise.all(NAMES.map(async (name) => (await world.testFunction<string>(name, {})))));
    expect([round, told.map((each) => (each.ok ? each.result : each.error.errMsg))]).toEqual([round, told.map(() => secrets)]);
  }
});
