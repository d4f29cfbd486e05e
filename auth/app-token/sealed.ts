// A credential at rest: bound to the app and the kind it is of, so that a row copied to another place opens nothing.
import { createHash } from 'node:crypto';
import type { Sealed } from '../ports';
import type { Credential, CredentialId } from './ports';
import type { Seal } from '../keys';

export function close(seal: Seal, id: CredentialId, value: string): Sealed {
  return seal.close(value, binding(id));
}

/** Null where there is none, or no key opens it. */
export function open(seal: Seal, id: CredentialId, credential: Credential | null): string | null {
  return credential === null ? null : seal.open(credential.sealed, binding(id));
}

/** Names a value to those who know it, and tells it to no one. */
export function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

function binding({ appId, kind }: CredentialId): string {
  return `${kind}:${appId}`;
}
