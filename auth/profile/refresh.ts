// Asks WeChat again for the name and the picture of someone who came in by one of its pages, by the tokens it gave then.
import type { User } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { Seal } from '../keys';
import type { AppSettings, Clock, Identities, Identity, UserRecord, Users, WeChatProfile } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { judgeSession, readCallersToken } from '../session/authenticate';
import type { Authenticated, TokenReader } from '../session/authenticate';
import type { Bearer } from '../session/presenter';
import { freeAt, limited, perMinute } from '../session/rate';
import type { Limits } from '../session/rate';
import { asUser } from './as-user';
import { ownPicture } from './avatar';
import { judgeConsent } from './consent';
import type { ConsentWorld } from './consent';
import type { Files, Looked, Storing, WeChatTokens, WeChatUser } from './ports';
import { shownOf } from './shown';
import { storeProfile } from './store';
import { openTokens, sealTokens } from './wechat-tokens';

export interface RefreshWorld extends ConsentWorld {
  clock: Clock; identities: Identities; users: Users; files: Files; reader: TokenReader; limits: Limits; tokensSeal: Seal; wechatUser: WeChatUser; keepsUserTokens: boolean;
}

/** One that is over so soon is renewed before it is shown. */
const EARLY_MS: Ms = 60_000;

/**
 * Her explicit wish: what WeChat shows takes the place of what she chose here; what it does not show leaves it.
 * Refuses: not-found (WECHAT_USER_TOKENS is off), token-*, session-revoked, user-blocked, account-closed, rate-limited (one count with renewals: SEC-73),
 * consent-required (and WeChat is not asked), recent-sign-in-required (no tokens are kept, or WeChat takes them no more: she signs in again by its page),
 * wechat-busy, wechat-unavailable, conflict-retry. Database calls, deep / all: 3 / 4. WeChat: 1; 2 where the access token is two hours old, or dead before its time 3.
 */
export async function refreshProfile(world: RefreshWorld, app: AppSettings, bearer: Bearer, accessToken: string, policyVersion: string | null): Promise<Result<{ user: User }>> {
  if (!world.keepsUserTokens) return refuse('not-found', 'WECHAT_USER_TOKENS is not "keep": nothing is kept by which WeChat could be asked.');
  const now = world.clock.now();
  const own = await authenticateCounted(world, app, bearer, accessToken, now);
  if (!own.ok) return own;
  const { identity, user } = own.value;
  const terms = judgeConsent(world, user, policyVersion, { at: now, appId: bearer.appId, action: 'profile/refresh', ipPrefix: bearer.ipPrefix });
  if (!terms.ok) return terms;
  const tokens = openTokens(world.tokensSeal, identity, now);
  if (tokens === null) return signInAgain();
  const { looked, renewed } = await askWeChat(world, app, identity, tokens, now);
  if (looked.kind === 'over') return giveUp(world, identity);
  if (looked.kind === 'unavailable') {
    await keep(world, own.value, null, renewed);
    return refuse(looked.code, 'WeChat could not be asked for the profile; ask again later.');
  }
  const stored = await storeShown(world, user, looked.profile, terms.value);
  // Behind the consent that it rests on, which the write before may have recorded (SEC-75).
  if (stored.ok) await keep(world, own.value, looked.profile, renewed);
  return stored;
}

/** The count stands beside the read, as with importing. */
async function authenticateCounted(world: RefreshWorld, app: AppSettings, bearer: Bearer, accessToken: string, now: Ms): Promise<Result<Authenticated>> {
  const claims = readCallersToken(world.reader, app, bearer, accessToken, now);
  if (!claims.ok) return claims;
  const { identity: key, session: sid } = claims.value;
  const rate = perMinute(world.limits.renewPerMinute, now);
  const [isCounted, known] = await Promise.all([world.identities.countRenewal(key, { sid, now, rate }), world.identities.find(key)]);
  const judged = judgeSession(known, claims.value, now);
  if (!judged.ok || isCounted) return judged;
  const retryAt = freeAt(judged.value.identity.renewals, rate);
  return retryAt === null ? refuse('conflict-retry', 'Another call changed the session at this moment; ask again.') : limited(retryAt);
}

/** `renewed`: to be kept, whatever WeChat showed then: null where the access token was good. */
async function askWeChat({ wechatUser }: RefreshWorld, app: AppSettings, { openId }: Identity, tokens: WeChatTokens, now: Ms): Promise<{ looked: Looked; renewed: WeChatTokens | null }> {
  if (tokens.accessUntil - EARLY_MS > now) {
    const looked = await wechatUser.look(app, openId, tokens.userAccessToken);
    // Dead before its time, by another clock or another of ours.
    if (looked.kind !== 'over') return { looked, renewed: null };
  }
  const renewal = await wechatUser.renew(app, openId, tokens.userRefreshToken);
  if (renewal.kind !== 'renewed') return { looked: renewal, renewed: null };
  // WeChat's thirty days count on from when she came.
  const renewed = { ...renewal.tokens, at: tokens.at };
  return { looked: await wechatUser.look(app, openId, renewed.userAccessToken), renewed };
}

async function giveUp({ identities }: RefreshWorld, { key, wechatTokens }: Identity): Promise<Result<never>> {
  if (wechatTokens !== null) await identities.dropTokens(key, wechatTokens.box);
  return signInAgain();
}

/** Not over what another put there since: of two who renew at once, WeChat takes the tokens of either. */
async function keep({ identities, tokensSeal }: RefreshWorld, { identity, session }: Authenticated, profile: WeChatProfile | null, renewed: WeChatTokens | null): Promise<void> {
  const { key, wechatTokens } = identity;
  const sealed = renewed === null || wechatTokens === null ? null : { over: wechatTokens.box, tokens: sealTokens(tokensSeal, identity, renewed) };
  if (profile !== null || sealed !== null) await identities.keepShown(key, session.sid, { profile, renewed: sealed });
}

async function storeShown(world: RefreshWorld, user: UserRecord, profile: WeChatProfile, terms: Pick<Storing, 'consent' | 'policy'>): Promise<Result<{ user: User }>> {
  const { nickname, avatarUrl } = shownOf(profile);
  const change = { ...(nickname === null ? {} : { nickname }), ...(avatarUrl === null ? {} : { avatarUrl, avatarFile: null }) };
  if (nickname === null && avatarUrl === null && terms.consent === null) return accept({ user: asUser(user) });
  const stored = await storeProfile(world, user, { change, ...terms }, () => null);
  if (!stored.ok) return stored;
  const superseded = avatarUrl === null ? null : ownPicture(stored.value.before);
  if (superseded !== null) await world.files.remove([superseded]);
  return accept({ user: stored.value.user });
}

function signInAgain(): Result<never> {
  return refuse('recent-sign-in-required', 'No tokens of WeChat are kept for this person, or it takes them no more; sign in again by its page and repeat this.');
}
