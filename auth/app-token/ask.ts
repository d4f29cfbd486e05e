// The holder of the lease asks WeChat, and writes what came under its fence.
import type { Empty, Ms } from '../../contract/reply';
import type { AppSettings } from '../ports';
import { accept, refuse, refuseUntil } from '../result';
import type { Result } from '../result';
import { ASK_AGAIN_MS, LEASE_MS, OVERLAP_MS, isLiving, renewAt, retryAt } from './lifetime';
import type { Credential, CredentialChange, CredentialId, CredentialRecord, CredentialSource, DeadReport, Failing, Fetched, Why } from './ports';
import type { Cause, RenewWorld } from './renew';
import { forceFreeAt } from './report-rate';
import { close, hashOf, open } from './sealed';

/** Under this fence; `record`: the row as it was when the lease was taken. */
export interface Lease { id: CredentialId; app: AppSettings; source: CredentialSource; fence: number; record: CredentialRecord | null }
type Issued = Extract<Fetched, { kind: 'issued' }>;
type Failed = Extract<Fetched, { kind: 'failed' }>;
/** Why WeChat was asked, and when: before the question left, so that no life is told longer than it is. */
interface Asked { by: string; why: Why; asked: Ms; errcode?: DeadReport['errcode'] }

/** Forced ones of a day; renewals of more than a day. */
const MOST_FORCED = 20;
const MOST_RENEWALS = 50;
/** As many reasons as are told apart. */
const MOST_TOLD = 10;

/** Null: another has taken over, and what stands in the row is to be looked at again. */
export async function ask(world: RenewWorld, lease: Lease, cause: Cause): Promise<Result<Empty> | null> {
  const asked = world.clock.now();
  const fetched = await lease.source.fetch(lease.app);
  if (fetched.kind === 'failed') return giveUp(world, lease, cause, fetched);
  const { force } = lease.source;
  if (cause.why === 'due' || hashOf(fetched.value) !== cause.failedHash || force === null) return keep(world, lease, { ...cause, asked }, fetched);
  return insist(world, lease, cause, { same: fetched, asked, force });
}

/** WeChat gives the very value that it refuses: someone voided it out of turn. Forcing is counted before it is done. */
async function insist(world: RenewWorld, lease: Lease, cause: Cause, { same, asked, force }: { same: Issued; asked: Ms; force: NonNullable<CredentialSource['force']> }): Promise<Result<Empty> | null> {
  const now = world.clock.now();
  const before = lease.record?.forced ?? [];
  if (forceFreeAt(lease.record, cause.by, now) !== null) return deny(world, lease, cause, { same, asked });
  const forced = [now, ...before].slice(0, MOST_FORCED);
  if (!(await world.credentials.write(lease.id, lease.fence, { forced, leasedUntil: now + LEASE_MS }))) return null;
  const fetched = await force(lease.app);
  if (fetched.kind === 'failed') return giveUp(world, lease, cause, fetched);
  if (fetched.value === same.value) return deny(world, lease, cause, { same: fetched, asked: now });
  return keep(world, lease, { by: cause.by, why: 'forced', asked: now }, fetched);
}

/** The value stays, since there is no other; half a minute later WeChat may be asked, and perhaps forced, again. */
async function deny(world: RenewWorld, lease: Lease, { by }: Cause, { same, asked }: { same: Issued; asked: Ms }): Promise<Result<Empty> | null> {
  world.alarm('app-token-not-forced', { appid: lease.id.appId, by, sentence: 'WeChat hands out the token that was reported dead, and forcing another is not free now: is it really this token that WeChat refuses, or does someone else force renewals of this app?' });
  const isWritten = await world.credentials.write(lease.id, lease.fence, { ...relived(world, lease, same, asked), leasedUntil: null, seenAt: asked, failing: null });
  return isWritten ? refuseUntil('rate-limited', 'WeChat hands out this very token, and no renewal can be forced for you now: is it really this token that it refuses?', asked + ASK_AGAIN_MS) : null;
}

async function keep(world: RenewWorld, lease: Lease, cause: Asked, issued: Issued): Promise<Result<Empty> | null> {
  const now = world.clock.now();
  const change: CredentialChange = { ...changed(world, lease, cause, issued), endpoint: lease.source.endpoint, leasedUntil: null, seenAt: now, failing: null };
  if (await world.credentials.write(lease.id, lease.fence, change)) {
    if (change.renewals !== undefined) world.note('app-token-renewed', { appid: lease.id.appId, kind: lease.id.kind, by: cause.by, why: cause.why });
    return accept({});
  }
  // Fetched after another had taken over, it has started the end of what that one stored, or ended it: the row is renewed once more.
  if (!lease.source.isStable || cause.why === 'forced') await world.credentials.hurry(lease.id, now);
  return null;
}

function changed(world: RenewWorld, lease: Lease, { by, why, asked, errcode = null }: Asked, issued: Issued): CredentialChange {
  const { record, id, fence, source } = lease;
  const former = record?.current ?? null;
  if (former !== null && open(world.credentialSeal, id, former) === issued.value) return relived(world, lease, issued, asked);
  const life = lifeOf(issued, asked);
  // 'Not latest', and WeChat has another by itself before its time: somebody else had fetched it.
  const isOvertaken = record !== null && former !== null && why === 'reported' && errcode === 40001 && asked < former.expiresAt - OVERLAP_MS && isLiving(record, asked);
  return {
    current: { sealed: close(world.credentialSeal, id, issued.value), ...life },
    renewAt: renewAt(source, life, world.random.fraction()),
    renewals: [{ fence, at: asked, by, why }, ...(record?.renewals ?? [])].slice(0, MOST_RENEWALS),
    ...(isOvertaken ? { overtaken: [asked, ...record.overtaken].slice(0, MOST_FORCED) } : {}),
  };
}

/** The same value, with the rest of its life as WeChat tells it now. */
function relived(world: RenewWorld, { record, source }: Lease, issued: Issued, asked: Ms): CredentialChange {
  const former: Credential | null = record?.current ?? null;
  if (former === null) return {};
  const life = lifeOf(issued, asked);
  return { current: { sealed: former.sealed, ...life }, renewAt: renewAt(source, life, world.random.fraction()) };
}

function lifeOf({ expiresInSeconds }: Issued, asked: Ms): { obtainedAt: Ms; expiresAt: Ms } {
  return { obtainedAt: asked, expiresAt: asked + expiresInSeconds * 1000 };
}

/** What lives is used on; the next question waits, and each reason is told once. */
async function giveUp(world: RenewWorld, lease: Lease, cause: Cause, { code, reason, remedy }: Failed): Promise<Result<Empty> | null> {
  const { id, record, fence } = lease;
  const now = world.clock.now();
  const { times: before = 0, told = [] } = record?.failing ?? {};
  // What WeChat refuses is not used on, whatever its end.
  const livesUntil = cause.why === 'due' && record !== null && isLiving(record, now) ? (record.current?.expiresAt ?? null) : null;
  const failing: Failing = { reason, remedy, times: before + 1, told: [...new Set([...told, reason])].slice(-MOST_TOLD) };
  if (!(await world.credentials.write(id, fence, { leasedUntil: null, failing, renewAt: retryAt(now, failing.times, livesUntil, world.random.fraction()) }))) return null;
  if (!told.includes(reason)) world.alarm('app-token-not-renewed', { appid: id.appId, kind: id.kind, reason, ...(remedy === null ? {} : { sentence: remedy }) });
  return livesUntil === null ? refuse(code, 'WeChat gives no token at present; the alarm line of the function app-token says why.') : accept({});
}
