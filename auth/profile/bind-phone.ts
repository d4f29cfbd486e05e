// Binds the phone number that a person's tap on WeChat's button released (SEC-22). A number never signs in, links or merges (SEC-23).
import type { User } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import { phoneKey } from '../ids';
import type { AppSettings, Caller, PhoneRecord, UserRecord, Users } from '../ports';
import { accept, refuse, refuseUntil } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { refuseOldSignIn } from '../session/recent';
import { judgeConsent } from './consent';
import type { ConsentWorld } from './consent';
import { maskNumber, phoneBinding } from './phone-number';
import type { BudgetDay, PhoneBudget, PhoneExchange, WeChatPhone } from './ports';
import { storeProfile } from './store';
import type { Seal } from '../keys';
import type { Limits } from '../session/rate';

export interface BindPhoneWorld extends AuthenticateWorld, ConsentWorld {
  users: Users; phoneBudget: PhoneBudget; openDays: Set<string>; wechatPhone: WeChatPhone; phoneSeal: Seal; indexKey: Buffer; limits: Limits;
}

const MINUTE: Ms = 60_000;
const DAY: Ms = 24 * 60 * MINUTE;
/** A day of WeChat's quotas begins at midnight in China. */
const CHINA: Ms = 8 * 60 * MINUTE;
/** WeChat's answer is fresh from 5 minutes before to 1 minute after now (SEC-22). */
const OLDEST: Ms = 5 * MINUTE;
const NEWEST: Ms = MINUTE;

const REFUSALS = {
  'code-invalid': 'WeChat does not know the code of the phone number button; it lives five minutes and is of this app.',
  'code-used': 'The code of the phone number button was exchanged before.',
} as const;

/**
 * The budget is taken before the paid call, for whoever calls at once as well (SEC-73), and given back where WeChat surely charged nothing.
 * Refuses: token-*, session-revoked, user-blocked, account-closed; recent-sign-in-required (another number stands and the sign-in is more
 * than ten minutes old); consent-required; rate-limited (until midnight in China); code-invalid, code-used; wechat-*; internal.
 * Calls: 3 and WeChat's; 1 more where another instance opened the day.
 */
export async function bindPhone(world: BindPhoneWorld, app: AppSettings, caller: Caller, accessToken: string, input: { code: string; policyVersion: string | null }): Promise<Result<{ user: User }>> {
  const session = await authenticate(world, app, caller, accessToken);
  if (!session.ok) return session;
  const now = world.clock.now();
  const { user } = session.value;
  const old = user.phone === null ? null : refuseOldSignIn(session.value.session, now);
  if (old !== null) return { ok: false, refused: old };
  const terms = judgeConsent(world, user, input.policyVersion, { at: now, appId: caller.appId, action: 'profile/bind-phone', ipPrefix: caller.ipPrefix });
  if (!terms.ok) return terms;
  const day = dayOf(app, now);
  if (!(await takeBudget(world, day, user))) return refuseUntil('rate-limited', 'No more phone numbers can be asked for today; wait until retryAt.', day.endsAt);
  const exchange = await world.wechatPhone.exchange(input.code, caller.openId);
  if (exchange.kind === 'refused') return refuse(exchange.code, REFUSALS[exchange.code]);
  if (exchange.kind === 'unavailable') {
    if (exchange.charged === 'no') await world.phoneBudget.giveBack(day, user.id);
    return refuse(exchange.code, 'WeChat did not give the phone number; ask again later with a fresh code.');
  }
  if (!isForNow(exchange, caller, now)) return refuse('code-invalid', REFUSALS['code-invalid']);
  const phone = phoneRecord(world, user, exchange, now);
  // Another number that was bound at this very moment is replaced like every other: by a recent sign-in.
  const stored = await storeProfile(world, user, { ...terms.value, change: { phone } }, (standing) => (standing.phone === null || standing.phone.key === phone.key ? null : refuseOldSignIn(session.value.session, now)));
  return stored.ok ? accept({ user: stored.value.user }) : stored;
}

/** Who is the first of a day that this instance knows of opens it, and has taken one with that; whoever was faster, it is open now. */
async function takeBudget(world: BindPhoneWorld, day: BudgetDay, user: UserRecord): Promise<boolean> {
  const name = `${day.appId}:${day.number}`;
  if (!world.openDays.has(name)) {
    const isFirst = await world.phoneBudget.open(day, user.id);
    world.openDays.add(name); // not before: a call beside this one would take from a day that is not there
    if (isFirst) return true;
  }
  return world.phoneBudget.take(day, user.id, world.limits);
}

function dayOf(app: AppSettings, now: Ms): BudgetDay {
  const endsAt = (Math.floor((now + CHINA) / DAY) + 1) * DAY - CHINA;
  return { appId: app.appId, number: Math.floor((now + CHINA) / DAY), endsAt };
}

function isForNow(exchange: Extract<PhoneExchange, { kind: 'exchanged' }>, caller: Caller, now: Ms): boolean {
  return exchange.appId === caller.appId && exchange.timestamp >= now - OLDEST && exchange.timestamp <= now + NEWEST;
}

function phoneRecord(world: BindPhoneWorld, user: UserRecord, { number, countryCode }: { number: string; countryCode: string }, now: Ms): PhoneRecord {
  return { sealed: world.phoneSeal.close(number, phoneBinding(user.id)), key: phoneKey(world.indexKey, number), masked: maskNumber(number, countryCode), boundAt: now };
}
