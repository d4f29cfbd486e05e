// Seals at rest and makes the MAC keys, each purpose under a key of its own (HKDF over SEAL_KEYS).
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Random, Sealed } from '../auth/ports';
import type { KeyRing, Seal } from '../auth/keys';

export interface SealKey { kid: string; secret: Buffer }

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const random: Random = {
  text: (bytes) => randomBytes(bytes).toString('base64url'),
  fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};

/** AES-256-GCM; the first key closes, all open. What is sealed for one purpose does not open for another. */
export function sealWith(keys: readonly [SealKey, ...SealKey[]], purpose: 'session-key' | 'phone' | 'app-token' | 'web-facts' | 'wechat-tokens'): Seal {
  const derived = derive(keys, `seal:${purpose}`);
  return {
    kid: keys[0].kid,
    close: (text, bound) => closeBox(derived.first, text, bound),
    open: (sealed, bound) => {
      const key = derived.find(sealed.kid);
      return key === null ? null : openBox(key, sealed.box, bound);
    },
  };
}

export function refreshTokenKeys(keys: readonly [SealKey, ...SealKey[]]): KeyRing {
  return derive(keys, 'mac:refresh-token');
}

export function ticketKeys(keys: readonly [SealKey, ...SealKey[]]): KeyRing {
  return derive(keys, 'mac:web-ticket');
}

function derive(keys: readonly [SealKey, ...SealKey[]], purpose: string): KeyRing {
  const keyOf = ({ kid, secret }: SealKey) => ({ kid, key: Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES)) });
  const derived = new Map(keys.map((each) => [each.kid, keyOf(each).key]));
  return { first: keyOf(keys[0]), find: (kid) => derived.get(kid) ?? null };
}

function closeBox({ kid, key }: { kid: string; key: Buffer }, text: string, bound: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { kid, box: Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url') };
}

function openBox(key: Buffer, box: string, bound: string): string | null {
  const bytes = Buffer.from(box, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(bound));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
