// What keys do: seal what must not lie open, and sign access tokens.
import type { KeyObject } from 'node:crypto';
import type { Ms } from '../contract/reply';
import type { Sealed } from './ports';

/** Seals what must not lie open in the database; `bound` is authenticated with it. */
export interface Seal {
  /** Of the key that closes. */
  kid: string;
  close(text: string, bound: string): Sealed;
  /** Null when no key opens it. */
  open(sealed: Sealed, bound: string): string | null;
}

/** Keys of one purpose: the first makes, all check. */
export interface KeyRing { first: { kid: string; key: Buffer }; find(kid: string): Buffer | null }

/** Signs access tokens. */
export interface SigningKey { kid: string; privateKey: KeyObject }
export interface VerifyingKey { publicKey: KeyObject; retiredAt: Ms | null }
/** Looked up by the exact `kid`, without any call (SEC-28). */
export type VerifyingKeys = ReadonlyMap<string, VerifyingKey>;
