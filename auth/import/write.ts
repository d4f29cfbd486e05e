// Writes what a row lacks: the user, then her identities, then her unionids. All of it by `add` of derived ids, so a second run finds it done.
import type { Ms } from '../../contract/reply';
import { carryOut } from '../account/state';
import type { StateWorld } from '../account/state';
import { indexKeyFingerprint, phoneKey } from '../ids';
import type { UserId } from '../ids';
import type { Clock, Identity, PhoneRecord, Status, Unions, UserRecord } from '../ports';
import { maskNumber, phoneBinding } from '../profile/phone-number';
import { UNMERGED } from '../merge/unmerged';
import type { Plan } from './judge';
import type { PhoneNumber } from './phone';
import type { Claim, Person } from './read-row';
import type { Seal } from '../keys';

export interface WriteWorld extends StateWorld { clock: Clock; unions: Unions; phoneSeal: Seal }

/** What a run wrote of a row. `isWhole`: nothing is missing now; else somebody was faster with one of them: judge again. */
export interface Written { user: boolean; identities: number; isWhole: boolean }

/**
 * The user stands before her identities: cut in between, a first sign-in finds her under the id it derives, and takes her as she is.
 * Calls: 1 for each document, and what carrying out a state costs.
 */
export async function write(world: WriteWorld, person: Person, plan: Plan): Promise<Written> {
  const written: Written = { user: false, identities: 0, isWhole: false };
  const { userId, standing, missing, free } = plan;
  const now = world.clock.now();
  const status = standing?.status ?? (person.isBanned ? 'banned' : 'active');
  if (standing === null) written.user = await world.users.add(newUser(world, person, userId, status, now));
  if (standing === null && !written.user) return written;
  for (const claim of missing) {
    if (!(await world.identities.add(newIdentity(claim, userId, status, person, now)))) return written;
    written.identities += 1;
  }
  for (const union of free) if (!(await world.unions.add({ key: union.key, userId }))) return written;
  // Who was banned at this very moment did not have these identities yet when the ban looked for hers (SEC-44).
  if (missing.length > 0) await carryOut(world, userId);
  return { ...written, isWhole: true };
}

/** Nobody's clock registers in the future. */
function since({ registeredAt }: Person, now: Ms): Ms {
  return Math.min(registeredAt ?? now, now);
}

/** No consent comes along: what she agreed to elsewhere was not this policy, so the next thing stored asks her. */
function newUser(world: WriteWorld, person: Person, id: UserId, status: Status, now: Ms): UserRecord {
  return {
    id, status, generation: 0, nickname: person.nickname, avatarUrl: person.avatarUrl, avatarFile: null, phone: person.phone === null ? null : phoneRecord(world, person.phone, id, now),
    consents: [], closing: null, pending: [], ...UNMERGED, invitedBy: null, createdAt: since(person, now), indexKey: indexKeyFingerprint(world.indexKey),
  };
}

function phoneRecord(world: WriteWorld, { number, countryCode }: PhoneNumber, user: UserId, now: Ms): PhoneRecord {
  return { sealed: world.phoneSeal.close(number, phoneBinding(user)), key: phoneKey(world.indexKey, number), masked: maskNumber(number, countryCode), boundAt: now };
}

function newIdentity({ union, ...names }: Claim, userId: UserId, status: Status, person: Person, now: Ms): Identity {
  const linkedAt = since(person, now);
  return {
    ...names, unionId: union?.id ?? null, union: union?.key ?? null, userId, mergedFrom: null, leavingAt: null, status, generation: 0, linkedAt, lastSignInAt: linkedAt,
    sessionKeys: [], sessions: [], events: [], signIns: [], renewals: [], decryptAttempts: [], seenPackets: [], profile: null, wechatTokens: null,
  };
}
