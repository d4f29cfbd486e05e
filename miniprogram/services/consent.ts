// The person's word on the privacy policy: asked for when the cloud wants it, remembered, and sent along with whatever stores something of hers.
import type { Consent } from '../../contract/doors';
import type { Reply } from '../../contract/reply';
import type { Answer, Session } from './session';
import type { ConsentStore } from './storage';

export interface ConsentPorts {
  session: Pick<Session, 'account' | 'withSession'>;
  store: ConsentStore;
  /** Of the policy that this mini program shows; '' where it has none. */
  policyVersion: string;
  /** Shows her the sheet; `true` once she agreed. */
  ask(): Promise<boolean>;
}

/** What goes into a request: nothing until she agreed on this phone. */
export interface Given { consent?: Consent }

export interface Consents {
  /** She read the sheet and agreed. */
  agree(): void;
  /** Before something of hers leaves the phone by another way than a door: asks unless she agreed. */
  isGiven(): Promise<boolean>;
  /**
   * Runs `call`, which stores something of hers. On `consent-required` she is asked, and on her yes the call is repeated once. A version that
   * the cloud does not take is refused with retry 'never': this mini program is too old to ask for the right one.
   * @throws Offline
   */
  storing<T>(call: (accessToken: string, given: Given) => Promise<Reply<T>>): Promise<Answer<T>>;
}

/** She was asked before something left the phone, and said no. */
export class NoConsent extends Error {
  readonly code = 'consent-required';
}

export function isNoConsent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'consent-required';
}

export function openConsents(ports: ConsentPorts): Consents {
  return {
    agree: () => agree(ports),
    isGiven: async () => ports.policyVersion === '' || given(ports).consent !== undefined || ports.ask(),
    storing: (call) => storing(ports, call),
  };
}

function agree({ session, store, policyVersion }: ConsentPorts): void {
  const account = session.account();
  if (account.kind === 'signed-in') store.write({ userId: account.user.id, policyVersion });
}

function given({ session, store, policyVersion }: ConsentPorts): Given {
  const account = session.account();
  const agreed = store.read();
  const stands = agreed !== null && account.kind === 'signed-in' && agreed.userId === account.user.id && agreed.policyVersion === policyVersion;
  return stands ? { consent: { policyVersion } } : {};
}

async function storing<T>(ports: ConsentPorts, call: (accessToken: string, given: Given) => Promise<Reply<T>>): Promise<Answer<T>> {
  const before = given(ports);
  const answer = await ports.session.withSession((accessToken) => call(accessToken, before));
  if (!isConsentRequired(answer)) return answer;
  if (before.consent !== undefined || ports.policyVersion === '') return tooOld(answer);
  if (!(await ports.ask())) return answer;
  return tooOld(await ports.session.withSession((accessToken) => call(accessToken, given(ports))));
}

function isConsentRequired(answer: Answer<unknown>): boolean {
  return answer.kind === 'refused' && answer.refusal.code === 'consent-required';
}

/** The cloud wants another version than the one she agreed to: asking once more would not help. */
function tooOld<T>(answer: Answer<T>): Answer<T> {
  if (answer.kind !== 'refused' || answer.refusal.code !== 'consent-required') return answer;
  return { kind: 'refused', refusal: { ...answer.refusal, retry: 'never' } };
}
