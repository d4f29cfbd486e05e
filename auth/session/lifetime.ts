// When a session ends by time alone (SEC-40): idle, or too old however often it was renewed.
import type { Ms } from '../../contract/reply';
import { IDLE_MS } from './limits';

interface Lived { usedAt: Ms; endsAt: Ms }

export function expiresAt(session: Lived): Ms {
  return Math.min(session.usedAt + IDLE_MS, session.endsAt);
}

export function isAlive(session: Lived, now: Ms): boolean {
  return now < expiresAt(session);
}
