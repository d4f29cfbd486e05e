// A renewal that a server's report caused, as it stands in the audit chain: which app, by whom, and nothing of the token.
import type { AuditPerson } from '../audit/ports';
import type { Entry } from '../audit/chain';
import { tokenAuditKey } from '../ids';
import type { CredentialId, Renewal } from './ports';

/** No user did it. */
const NO_USER = { userId: '', identity: '', sid: null, device: null, ipPrefix: null } as const satisfies Partial<AuditPerson>;

export function tokenRenewalEntry({ appId, kind }: CredentialId, { fence, at, by, why }: Renewal): Entry {
  return { id: tokenAuditKey(appId, kind, { fence, at }), at, kind: why === 'forced' ? 'token-forced' : 'token-reported', personal: { ...NO_USER, appId, by } };
}
