// Sign-ins per second through the website's door over HTTP, each walked whole: beside WeChat's half of it, which runs no function. And starts that are refused.
import { createHash, randomBytes } from 'node:crypto';
import { perSecond, poster, rate } from './measure.mjs';
import { startWorld } from './processes.mjs';

const TIME = 4000;
const LANES = 8;
const MANY = 1_000_000;
const LIMITS = JSON.stringify({ signInPerMinute: MANY, statePerMinute: MANY });
const CONFIRM = 'https://open.weixin.qq.com/connect/confirm?uuid=';

async function ask(address, wanted, init = {}) {
  const response = await fetch(address, { redirect: 'manual', ...init });
  const text = await response.text();
  if (response.status !== wanted) throw new Error(`${address} answered ${response.status}: ${text.slice(0, 200)}`);
  return { text, headers: response.headers };
}

function aPage() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The hosts that browsers name have paths of their own for programs: not every resolver knows names under localhost. */
function openWalk({ url }) {
  const { port } = new URL(url);
  const site = `http://site.localhost:${port}/`;
  const door = `${url}/service/auth/qr`;
  const reached = (address) => address.replace(`http://open.weixin.qq.com.localhost:${port}`, `${url}/open.weixin.qq.com`);
  const startOf = (returnTo, challenge) => `${door}?${new URLSearchParams({ return_to: returnTo, challenge })}`;

  async function begin({ challenge }) {
    const { headers } = await ask(startOf(site, challenge), 302);
    const location = headers.get('location');
    return { location, state: new URL(location).searchParams.get('state'), cookie: headers.get('set-cookie').split(';')[0] };
  }

  /** WeChat's half: its page, the phone that scans and allows, and the code that the page hears of. */
  async function atWeChat(location, person, phone) {
    const { text } = await ask(reached(location), 200, { headers: { accept: 'text/html' } });
    const [, uuid] = /data-uuid="(\w+)"/.exec(text);
    await phone.post('/emulator/scan', { person, content: CONFIRM + uuid });
    await phone.post('/emulator/scan/confirm', { person, uuid });
    const heard = await ask(`${url}/open.weixin.qq.com/connect/l/qrconnect?uuid=${uuid}`, 200);
    return /wx_code='(\w+)'/.exec(heard.text)[1];
  }

  async function signIn(person, phone) {
    const page = aPage();
    const { location, state, cookie } = await begin(page);
    const code = await atWeChat(location, person, phone);
    const back = await ask(`${door}/callback?${new URLSearchParams({ code, state })}`, 302, { headers: { cookie } });
    const ticket = new URLSearchParams(back.headers.get('location').split('#')[1]).get('ticket');
    const body = JSON.stringify({ ticket, verifier: page.verifier });
    const { text } = await ask(`${url}/service/auth/ticket`, 200, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!JSON.parse(text).ok) throw new Error(`${person} did not sign in: ${text}`);
  }

  return { begin, atWeChat, signIn, refusedStart: () => ask(startOf('https://elsewhere.example.com/', 'x'.repeat(43)), 400) };
}

async function measure(world, people, phones) {
  const walk = openWalk(world);
  const { location } = await walk.begin(aPage());
  for (const [index, name] of people.entries()) await phones[index].post('/emulator/people', { name });
  for (let warm = 0; warm < 5; warm += 1) await Promise.all(people.map((person, index) => walk.signIn(person, phones[index])));
  return {
    signIns: await rate(TIME, LANES, (lane) => walk.signIn(people[lane], phones[lane])),
    halves: await rate(TIME / 4, LANES, (lane) => walk.atWeChat(location, people[lane], phones[lane])),
    refused: await rate(TIME / 2, LANES, walk.refusedStart),
    floor: await rate(TIME / 4, LANES, (lane) => phones[lane].post('/emulator/people', { name: people[lane] })),
  };
}

/** Ends by itself: each rate has its time, and the world goes with it. */
export async function webRates() {
  const world = await startWorld('--env', `LIMITS=${LIMITS}`);
  const people = Array.from({ length: LANES }, (_, index) => `person-${index}`);
  const phones = people.map(() => poster(world.url));
  try {
    const { signIns, halves, refused, floor } = await measure(world, people, phones);
    const figure = ({ count, elapsed }) => perSecond(count, elapsed);
    return [
      { figure: 'website sign-ins by QR code, 7 requests each', measured: figure(signIns), goal: '–', baseline: `same server, no function: WeChat's 4 of them ${figure(halves)}` },
      { figure: 'website starts refused (foreign return_to)', measured: figure(refused), goal: '–', baseline: `same server, no function ${figure(floor)}` },
    ];
  } finally { for (const phone of phones) phone.close(); await world.stop(); }
}
