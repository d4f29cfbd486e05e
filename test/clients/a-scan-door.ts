// The scan door's answers, as the contract says them: a code for two minutes, and what became of it.
import type { RefusalCode } from '../../contract/reply';

const LIFE_MS = 120_000;
const PICTURE = 'data:image/jpeg;base64,/9j/4AAQ';

type Told = { ok: true; value: unknown } | { ok: false; code: RefusalCode };
interface Flow { challenge: string; state: 'pending' | 'scanned' | 'confirmed' | 'declined'; ticket: string | null; until: number }

/** `open`: a ticket for whoever holds the challenge's verifier. */
export function aScanDoor(now: () => number, open: (challenge: string, person: string) => string) {
  const flows: Flow[] = [];
  const latest = (): Flow => flows.at(-1) ?? { challenge: '', state: 'declined', ticket: null, until: 0 };
  return {
    image: PICTURE,
    /** How many polls wait for their answer, and how many did so at once at most. */
    polls: 0, mostAtOnce: 0,
    /** How far the door's clock runs ahead. */
    aheadMs: 0,
    count: () => flows.length,
    scanned() { latest().state = 'scanned'; },
    confirmed(person = 'alice') { Object.assign(latest(), { state: 'confirmed', ticket: open(latest().challenge, person) }); },
    declined() { latest().state = 'declined'; },
    answerTo(path: string, { challenge = '' }: Record<string, string>): Told | null {
      if (path === '/auth/scan') {
        flows.push({ challenge, state: 'pending', ticket: null, until: now() + LIFE_MS });
        return { ok: true, value: { pollSecret: `secret-${flows.length}`, image: this.image, matchNumber: '07', expiresAt: now() + LIFE_MS + this.aheadMs } };
      }
      const [, number] = /^\/auth\/scan\/secret-(\d+)$/.exec(path) ?? [];
      if (number === undefined) return null;
      const flow = flows[Number(number) - 1];
      if (flow === undefined || flow.until <= now()) return { ok: false, code: 'state-invalid' };
      return flow.state === 'declined' ? { ok: false, code: 'declined' } : { ok: true, value: { state: flow.state, ticket: flow.ticket } };
    },
  };
}
