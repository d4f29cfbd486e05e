// What the access_token centre asks of the world: a row per credential, WeChat, and (elsewhere than in the centre) the centre itself.
import type { CredentialKind, DeadTokenErrcode, TokenEndpoint } from '../../contract/app-token';
import type { Empty, Ms } from '../../contract/reply';
import type { AppId } from '../ids';
import type { AppSettings, Sealed } from '../ports';
import type { Result } from '../result';

export interface CredentialId { appId: AppId; kind: CredentialKind }

/** As WeChat handed it out; its life is told by `expires_in` alone. */
export interface Credential { sealed: Sealed; obtainedAt: Ms; expiresAt: Ms }

export type Why = 'due' | 'reported' | 'forced';
/** A value that took the place of another, in the lease of this fence. `by`: 'timer', a function, or a server by its name. */
export interface Renewal { fence: number; at: Ms; by: string; why: Why }
/** WeChat gave none lately: the last reason and what an operator can do, how often in a row, and which reasons an operator was told. */
export interface Failing { reason: string; remedy: string | null; times: number; told: string[] }

export interface CredentialRecord {
  id: CredentialId;
  endpoint: TokenEndpoint;
  /** Grows with each lease: what was leased under a smaller one cannot be written any more. */
  fence: number;
  /** Until then one holder asks WeChat, and others wait or use what there is. */
  leasedUntil: Ms | null;
  current: Credential | null;
  /** WeChat is asked from here on. */
  renewAt: Ms;
  failing: Failing | null;
  /** A moment that has certainly been: a clock that is far behind it has gone back. */
  seenAt: Ms;
  /** Forced renewals, newest first. */
  forced: Ms[];
  /** Newest first. */
  renewals: Renewal[];
  /** When the current value was found dead before its time, newest first. */
  overtaken: Ms[];
  /** Renewals up to this fence stand in the audit. */
  chained: number;
  /** When a holder that came too late may have voided what another stored meanwhile. */
  hurriedAt: Ms;
}

/** What a holder writes; what is left out stays. */
export type CredentialChange = Partial<Omit<CredentialRecord, 'id' | 'fence' | 'chained' | 'hurriedAt'>>;

export interface Credentials {
  find(id: CredentialId): Promise<CredentialRecord | null>;
  all(): Promise<CredentialRecord[]>;
  /** Takes the lease of a row that nobody has leased or written since it was read, or of none (null): the new fence, or null when another was faster. */
  lease(id: CredentialId, read: Pick<CredentialRecord, 'fence' | 'leasedUntil'> | null, lease: { until: Ms; now: Ms; endpoint: TokenEndpoint }): Promise<number | null>;
  /** Writes under the fence; false when another has taken over. */
  write(id: CredentialId, fence: number, change: CredentialChange): Promise<boolean>;
  /** Makes what was asked for before now due at once, whoever holds it. */
  hurry(id: CredentialId, now: Ms): Promise<void>;
  /** Notes that this moment has been. */
  touch(id: CredentialId, now: Ms): Promise<void>;
  /** Renewals up to this fence stand in the audit. */
  markChained(id: CredentialId, fence: number): Promise<void>;
}

/** What WeChat says to the one who asks for a credential. `remedy`: what an operator can do. */
export type Fetched =
  | { kind: 'issued'; value: string; expiresInSeconds: number }
  | { kind: 'failed'; code: 'wechat-busy' | 'wechat-unavailable'; reason: string; remedy: string | null };

/** One of WeChat's interfaces that hand out a credential. Never throws for what WeChat or the network does. */
export interface CredentialSource {
  endpoint: TokenEndpoint;
  /** Whether asking may hand out the value that it handed out before, and can be forced not to. */
  isStable: boolean;
  fetch(app: AppSettings): Promise<Fetched>;
  /** The former value is void at once; null where the interface has no such thing. */
  force: ((app: AppSettings) => Promise<Fetched>) | null;
  /** What it needs before it can be asked, and what may take as long: done before the lease is taken. */
  prepare(app: AppSettings): Promise<void>;
}

/** Which value WeChat refused, by its hash, and how; null: not told. */
export interface DeadReport { failedHash: string; errcode: DeadTokenErrcode | null }

/** The centre, as its readers ask it: the door `app-token`, or within it the rules themselves. */
export interface Centre {
  renew(id: CredentialId, by: string): Promise<Result<Empty>>;
  report(id: CredentialId, report: DeadReport, by: string): Promise<Result<Empty>>;
}

/** An access_token in clear, for the calls of WeChat's interfaces that want one. */
export interface AppAccessTokens {
  current(app: AppSettings): Promise<Result<string>>;
  /** WeChat said that this very value is dead: the one to use in its place. */
  instead(app: AppSettings, failed: string, errcode: DeadTokenErrcode): Promise<Result<string>>;
}
