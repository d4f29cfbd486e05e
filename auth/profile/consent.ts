// Consent to the privacy policy: nothing that a person gives of herself is stored without it (SEC-75).
import type { ConsentRecord, UserRecord } from '../ports';
import type { Storing } from './ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';

/** The policy that is in force, or null where none is configured. */
export interface ConsentWorld { policyVersion: string | null }

type Place = Omit<ConsentRecord, 'policy'>;

/** What the person agreed to, where that is the policy in force. */
export function consentRecord(inForce: string | null, given: string | null, place: Place): ConsentRecord | null {
  return given === null || (inForce !== null && given !== inForce) ? null : { policy: given, ...place };
}

export function hasConsented(user: UserRecord, policy: string): boolean {
  return user.consents.some((each) => each.policy === policy);
}

/**
 * What a write that stores something must carry: the consent given with it, or the policy that was consented to before.
 * Refuses: consent-required (none to the version in force; an older one does not count).
 */
export function judgeConsent(world: ConsentWorld, user: UserRecord, given: string | null, place: Place): Result<Pick<Storing, 'consent' | 'policy'>> {
  const { policyVersion } = world;
  const consent = consentRecord(policyVersion, given, place);
  if (consent !== null && !hasConsented(user, consent.policy)) return accept({ consent, policy: null });
  if (policyVersion === null || hasConsented(user, policyVersion)) return accept({ consent: null, policy: policyVersion });
  return refuse('consent-required', 'The person has not agreed to the privacy policy in force; ask her, and send consent with the call.');
}
