// Takes over nickname and picture from WeChat's open data, once the data has proved whose it is.
import type { ImportedUserInfo } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { IdentityKey } from '../ids';
import type { AppSettings, Caller, Clock, Identities, Random, Rate, UserRecord, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { judgeSession, readCallersToken } from '../session/authenticate';
import type { Authenticated, TokenReader } from '../session/authenticate';
import { KEEP, SESSION_KEY_MS } from '../session/limits';
import { freeAt, limited, within } from '../session/rate';
import { openSessionKeys } from '../sign-in/session-key';
import { asUser } from './as-user';
import { ownPicture } from './avatar';
import { judgeConsent } from './consent';
import type { ConsentWorld } from './consent';
import { normaliseNickname } from './nickname';
import type { Files, OpenData, Packet, Storing } from './ports';
import type { Seal } from '../keys';
import type { Limits } from '../session/rate';

export interface ImportWorld extends ConsentWorld {
  clock: Clock; identities: Identities; users: Users; seal: Seal; reader: TokenReader; random: Random; limits: Limits; files: Files;
}

const MINUTE: Ms = 60_000;
const WINDOW: Ms = 10 * MINUTE;
/** Data is fresh from 5 minutes before to 1 minute after now (SEC-19). */
const OLDEST: Ms = 5 * MINUTE;
const NEWEST: Ms = MINUTE;

/**
 * Refuses: token-*, session-revoked, user-blocked, account-closed; consent-required; decrypt-failed for everything that is wrong with the data, without telling
 * what (SEC-18); rate-limited after five failures in ten minutes (SEC-20). Anonymous data overwrites nothing.
 * A unionid in the data decides nothing: where the identity has none, a fresh code is asked for (SEC-19).
 */
export async function importUserInfo(world: ImportWorld, app: AppSettings, caller: Caller, accessToken: string, packet: Packet, policyVersion: string | null): Promise<Result<ImportedUserInfo>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const { identity: key, session: sid } = claims.value;
  const rate = within(WINDOW, world.limits.decryptFailuresPer10Minutes, now);
  const attempt = (hash: string) => world.identities.reserveDecrypt(key, {
    sid, packet: hash, now, rate, staleKeysBefore: now - SESSION_KEY_MS, keep: KEEP,
  });
  const [reserved, known] = await Promise.all([attempt(packet.hash), world.identities.find(key)]);
  const judged = judgeSession(known, claims.value, now);
  if (!judged.ok) return judged;
  const terms = judgeConsent(world, judged.value.user, policyVersion, { at: now, appId: caller.appId, action: 'profile/import-user-info', ipPrefix: caller.ipPrefix });
  if (!terms.ok) return refuseUnread(world, key, packet, reserved, terms);
  if (!reserved) return refuseAttempt(judged.value, packet, rate, () => attempt(world.random.text(16)));
  const data = await openPacket(world, judged.value, packet, now);
  if (data === null || !isCallers(data, caller, now)) return failed();
  const user = await saveProfile(world, judged.value.user, data, terms.value);
  await world.identities.releaseDecrypt(key, packet.hash);
  return accept({ user: asUser(user), freshCodeWanted: data.unionIdPresent && judged.value.identity.union === null });
}

/** A packet that was seen fails like any other, and counts like any other. */
async function refuseAttempt({ identity }: Authenticated, packet: Packet, rate: Rate, countFailure: () => Promise<boolean>): Promise<Result<never>> {
  const seen = identity.seenPackets.some((each) => each.hash === packet.hash);
  if (seen && (await countFailure())) return failed();
  const retryAt = freeAt(identity.decryptAttempts.map(({ at }) => at), rate);
  return retryAt === null ? failed() : limited(retryAt);
}

/** The person is asked first and sends the same packet again: it was not looked at. */
async function refuseUnread(world: ImportWorld, key: IdentityKey, packet: Packet, reserved: boolean, refused: Result<never>): Promise<Result<never>> {
  if (reserved) await world.identities.returnPacket(key, packet.hash);
  return refused;
}

function isCallers(data: OpenData, caller: Caller, now: Ms): boolean {
  const fresh = data.timestamp >= now - OLDEST && data.timestamp <= now + NEWEST;
  return fresh && data.appId === caller.appId && data.openId === caller.openId;
}

/** Where the world fails, not the data, the attempt is given back. */
async function openPacket(world: ImportWorld, { identity }: Authenticated, packet: Packet, now: Ms): Promise<OpenData | null> {
  try {
    return await packet.open(openSessionKeys(world.seal, identity, now));
  } catch (error) {
    await world.identities.releaseDecrypt(identity.key, packet.hash);
    throw error;
  }
}

async function saveProfile(world: ImportWorld, user: UserRecord, data: OpenData, terms: Pick<Storing, 'consent' | 'policy'>): Promise<UserRecord> {
  const nickname = data.anonymous ? null : normaliseNickname(data.nickname);
  if (nickname === null) return user;
  const change = { nickname, ...(data.avatarUrl === null ? {} : { avatarUrl: data.avatarUrl, avatarFile: null }) };
  if (!(await world.users.store(user.id, { change, over: data.avatarUrl === null ? {} : { avatarFile: user.avatarFile }, ...terms }, KEEP))) return user;
  const superseded = ownPicture(user);
  if (data.avatarUrl !== null && superseded !== null) await world.files.remove([superseded]);
  return { ...user, ...change };
}

function failed(): Result<never> {
  return refuse('decrypt-failed', 'The data could not be opened; sign in with a fresh code and fetch it again.');
}
