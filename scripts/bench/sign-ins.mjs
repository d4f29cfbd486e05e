// Returning sign-ins per second through the pool of function processes, beside an answer of the same server that runs no function.
import { perSecond, poster, rate } from './measure.mjs';
import { startWorld } from './processes.mjs';

const TIME = 5000;
const PEOPLE = 8;

export async function signInRate() {
  const world = await startWorld('--env', 'LIMITS={"signInPerMinute":1000000}');
  const people = Array.from({ length: PEOPLE }, (_, index) => `person-${index}`);
  const phones = people.map(() => poster(world.url));
  try {
    for (const [index, name] of people.entries()) await phones[index].post('/emulator/people', { name });
    const signIn = async (index) => {
      const answer = await phones[index].post(`/emulator/phone/${people[index]}/cloud.callFunction`, { args: { name: 'session', data: { action: 'sign-in' } } });
      if (!answer.result?.result?.ok) throw new Error(`${people[index]} did not sign in: ${JSON.stringify(answer)}`);
    };
    for (let warm = 0; warm < 10; warm += 1) await Promise.all(people.map((_, index) => signIn(index)));
    const signIns = await rate(TIME, PEOPLE, signIn);
    const floor = await rate(TIME / 5, PEOPLE, (index) => phones[index].post('/emulator/people', { name: people[index] }));
    return [{ figure: 'returning sign-ins through the pool', measured: perSecond(signIns.count, signIns.elapsed), goal: '≥ 500/s', baseline: `same server, no function ${perSecond(floor.count, floor.elapsed)}` }];
  } finally { for (const phone of phones) phone.close(); await world.stop(); }
}
