// How long from `npm start` (build warm) to the ready line, and to the first person signed in.
import { median, milliseconds, poster } from './measure.mjs';
import { startBare, startWorld } from './processes.mjs';

const RUNS = 5;

async function toFirstSignIn() {
  const world = await startWorld();
  const phone = poster(world.url);
  try {
    const login = await phone.post('/emulator/phone/alice/login', {});
    const answer = await phone.post('/emulator/phone/alice/cloud.callFunction', { args: { name: 'session', data: { action: 'sign-in', code: login.result.code } } });
    if (!answer.result?.result?.ok) throw new Error(`alice did not sign in: ${JSON.stringify(answer)}`);
    return { ready: world.took, signedIn: performance.now() - world.began };
  } finally { phone.close(); await world.stop(); }
}

async function bareAnswer() {
  const server = await startBare("(body, response) => response.end('{}')");
  const client = poster(server.ready.url);
  try { await client.post('/', {}); return { ready: server.took, answered: performance.now() - server.began }; } finally { client.close(); await server.stop(); }
}

export async function startTimes() {
  const worlds = [];
  const bare = [];
  for (let run = 0; run < RUNS; run += 1) { worlds.push(await toFirstSignIn()); bare.push(await bareAnswer()); }
  const middle = (list, key) => milliseconds(median(list.map((item) => item[key])));
  return [
    { figure: 'local world, start → ready', measured: middle(worlds, 'ready'), goal: '', baseline: `bare Node server ${middle(bare, 'ready')}` },
    { figure: 'local world, start → first sign-in', measured: middle(worlds, 'signedIn'), goal: '≤ 1000 ms', baseline: `bare Node server, first answer ${middle(bare, 'answered')}` },
  ];
}
