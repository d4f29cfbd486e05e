// The door's public keys: fetched once however many wait, kept while the door does not answer, and asked for again for an unknown kid no sooner than after ten seconds.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { isRecord } from '../shapes';
import { jsonIn } from '../reply';
import { reach } from './ask';
import type { DoorSettings } from './settings';

/** `unavailable`: the key is not known, and the door could not be asked for it. */
export type FoundKey = { key: KeyObject } | 'unknown' | 'unavailable';
export interface DoorKeys { find(kid: string): Promise<FoundKey> }

/** Whoever makes kids up makes the door no work. */
const UNKNOWN_PAUSE_MILLISECONDS = 10_000;
/** With no keys at all nobody can come in: tried again sooner. */
const EMPTY_PAUSE_MILLISECONDS = 1_000;
const MOST_KEYS = 50;

export function openDoorKeys(settings: DoorSettings, monotonic: () => number): DoorKeys {
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let freshUntil = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let hasFailed = false;
  let flight: Promise<void> | null = null;

  async function read(): Promise<void> {
    askedAt = monotonic();
    const answer = await reach(settings, { method: 'GET', path: '/auth/jwks.json', headers: { accept: 'application/json' } });
    const told = answer?.status === 200 ? keysIn(answer.text) : null;
    hasFailed = told === null;
    if (told === null) return;
    keys = told;
    freshUntil = monotonic() + settings.cacheMilliseconds;
  }

  const refresh = (): Promise<void> => (flight ??= read().finally(() => { flight = null; }));
  const mayAsk = (): boolean => flight !== null || monotonic() >= askedAt + (keys.size === 0 ? EMPTY_PAUSE_MILLISECONDS : UNKNOWN_PAUSE_MILLISECONDS);

  return {
    async find(kid) {
      const isKnown = keys.has(kid);
      if ((!isKnown || monotonic() >= freshUntil) && mayAsk()) {
        const refreshed = refresh();
        // A door that hangs holds up once those whose keys are known, and then no more.
        if (!isKnown || !hasFailed) await refreshed;
      }
      const key = keys.get(kid);
      if (key !== undefined) return { key };
      return hasFailed ? 'unavailable' : 'unknown';
    },
  };
}

/** Null for what is no key set of the door; what in it is no key of ours is left out. */
function keysIn(text: string): ReadonlyMap<string, KeyObject> | null {
  const set: unknown = jsonIn(text);
  if (!isRecord(set) || !Array.isArray(set['keys'])) return null;
  const found = set['keys'].slice(0, MOST_KEYS).flatMap((each: unknown): [string, KeyObject][] => {
    const key = isRecord(each) ? keyIn(each) : null;
    return key === null ? [] : [key];
  });
  return found.length === 0 ? null : new Map(found);
}

function keyIn({ kid, kty, crv, x, y, alg, use }: Record<string, unknown>): [string, KeyObject] | null {
  if (typeof kid !== 'string' || kty !== 'EC' || crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string') return null;
  if ((alg !== undefined && alg !== 'ES256') || (use !== undefined && use !== 'sig')) return null;
  try {
    return [kid, createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })];
  } catch {
    return null;
  }
}
