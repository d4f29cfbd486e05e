// Tokens per second that the centre serves to servers over HTTP, and how often WeChat is asked for them: beside the same server without a function.
import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { perSecond, poster, rate } from './measure.mjs';
import { startWorld } from './processes.mjs';

const TIME = 3000;
const CALLERS = 8;
const APP = 'wxfa4e000000000001';
const PATH = `/app-token/${APP}`;

function headersOf(caller, secret) {
  const [time, nonce] = [String(Date.now()), randomBytes(16).toString('hex')];
  return { 'x-caller': caller, 'x-time': time, 'x-nonce': nonce, 'x-signature': createHmac('sha256', secret).update(`GET\n${PATH}\n\n${time}\n${nonce}`).digest('hex') };
}

/** What WeChat counted for the app. */
async function asked(url) {
  const { apps } = await (await fetch(`${url}/emulator/access-tokens`)).json();
  return apps.find(({ appid }) => appid === APP).calls.stableToken;
}

export async function tokenRate() {
  const world = await startWorld();
  const phone = poster(world.url);
  try {
    const [caller, secret] = fs.readFileSync(path.join(world.data, 'server-key'), 'utf8').trim().split('.');
    const get = async () => {
      const answer = await fetch(`${world.url}/service${PATH}`, { headers: headersOf(caller, secret) });
      if (!(await answer.json()).ok) throw new Error(`The centre answered ${answer.status}.`);
    };
    for (let warm = 0; warm < 10; warm += 1) await Promise.all(Array.from({ length: CALLERS }, get));
    const tokens = await rate(TIME, CALLERS, get);
    const floor = await rate(TIME / 3, CALLERS, () => phone.post('/emulator/people', { name: 'alice' }));
    const served = tokens.count + 10 * CALLERS;
    return [
      { figure: 'tokens to servers over HTTP', measured: perSecond(tokens.count, tokens.elapsed), goal: '–', baseline: `same server, no function ${perSecond(floor.count, floor.elapsed)}` },
      { figure: 'questions to WeChat for them', measured: `${await asked(world.url)} for ${served}`, goal: '1', baseline: '–' },
    ];
  } finally { phone.close(); await world.stop(); }
}
