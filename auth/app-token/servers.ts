// Which server asks: known by a key of its own, which signs each request (SEC-79).
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Ms } from '../../contract/reply';
import type { Clock } from '../ports';

/** `secret`: as written, base64url; its text is the key. */
export interface ServerSecret { caller: string; secret: string; retiredAt: Ms | null }

/** A request as it was signed. `path`: from '/app-token/' on. */
export interface SignedRequest { method: string; path: string; body: string; caller: string; time: string; nonce: string; signature: string }

export interface Nonces {
  /** False when it was claimed before. */
  claim(hash: string, until: Ms): Promise<boolean>;
}

/** A request is good this long before and after its time. */
const WINDOW_MS = 5 * 60 * 1000;

/** Why a request is nobody's: for the log alone, since who has no key is not told which. */
export type Unrecognised = 'time' | 'nonce' | 'caller' | 'signature' | 'replayed';
export type Recognised = { ok: true; caller: string } | { ok: false; why: Unrecognised };

/** Calls: 0 for a bad signature or time, else 1. */
export async function recognise(world: { clock: Clock; servers: readonly ServerSecret[]; nonces: Nonces }, request: SignedRequest): Promise<Recognised> {
  const now = world.clock.now();
  const time = Number(request.time);
  const living = world.servers.filter(({ retiredAt }) => retiredAt === null || now < retiredAt);
  const isSigned = living.filter((server) => isSignedBy(server, request)).length > 0;
  if (!/^[0-9]{13}$/.test(request.time) || Math.abs(now - time) > WINDOW_MS) return { ok: false, why: 'time' };
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(request.nonce)) return { ok: false, why: 'nonce' };
  if (!isSigned) return { ok: false, why: living.some(({ caller }) => caller === request.caller) ? 'signature' : 'caller' };
  // Another instance's clock may be a little behind: the nonce is kept for both windows.
  const isFirst = await world.nonces.claim(hashOf(request.caller, request.nonce), time + 2 * WINDOW_MS);
  return isFirst ? { ok: true, caller: request.caller } : { ok: false, why: 'replayed' };
}

/** Compared in constant time. */
function isSignedBy({ caller, secret }: ServerSecret, request: SignedRequest): boolean {
  const expected = createHmac('sha256', secret).update(`${request.method}\n${request.path}\n${request.body}\n${request.time}\n${request.nonce}`).digest();
  const given = /^[0-9a-f]{64}$/.test(request.signature) ? Buffer.from(request.signature, 'hex') : Buffer.alloc(expected.length);
  return timingSafeEqual(expected, given) && caller === request.caller;
}

function hashOf(caller: string, nonce: string): string {
  return createHash('sha256').update(`${caller}:${nonce}`).digest('base64url').slice(0, 22);
}
