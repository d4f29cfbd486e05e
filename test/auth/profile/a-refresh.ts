// Someone who came in by WeChat's page while its tokens are kept, and a WeChat that knows them.
import type { Looked, Renewal, WeChatUser } from '../../../auth/profile/ports';
import { refreshProfile } from '../../../auth/profile/refresh';
import type { WeChatProfile } from '../../../auth/ports';
import { renew } from '../../../auth/session/renew';
import { bearerOf, refreshBearerOf } from '../../../auth/web/bearer';
import { NEW_YEAR, granted } from '../a-world';
import { ALLOWED, aWebWorld, signedInByQr } from '../web/a-browser';

export const HOUR = 3_600_000;
export const SHOWN: WeChatProfile = { nickname: 'Alice of WeChat', sex: 0, province: '', city: '', country: '', headimgurl: 'https://thirdwx.qlogo.cn/a/132', privilege: [], at: NEW_YEAR };
export const OVER = { kind: 'over' } as const;

export type RefreshRuleWorld = ReturnType<typeof aRefreshWorld>;

/** WeChat's own bookkeeping: which access token it takes, and what it says by it. */
export function aRefreshWorld() {
  const told: string[] = [];
  const wechat = { living: 'access-canary', until: NEW_YEAR + 2 * HOUR, next: 1, profile: SHOWN as WeChatProfile, looks: null as Looked | null, renewal: null as Renewal | null };
  const world = { ...aWebWorld(() => ALLOWED), keepsUserTokens: true, told, says: wechat };
  const wechatUser: WeChatUser = {
    look: async (_app, holder, token) => {
      told.push(`look ${token}`);
      if (wechat.looks !== null) return wechat.looks;
      return token === wechat.living && wechat.until > world.clock.now() && holder === ALLOWED.openId ? { kind: 'shown', profile: { ...wechat.profile, at: world.clock.now() } } : OVER;
    },
    renew: async (_app, holder, token) => {
      told.push(`renew ${token}`);
      if (wechat.renewal !== null) return wechat.renewal;
      if (token !== 'refresh-canary' || holder !== ALLOWED.openId) return OVER;
      // A living one gets its two hours again, and only a dead one another in its place: whoever renews second gets what the first got.
      if (wechat.until <= world.clock.now()) wechat.living = `access-canary-${wechat.next++}`;
      wechat.until = world.clock.now() + 2 * HOUR;
      return { kind: 'renewed', tokens: { userAccessToken: wechat.living, userRefreshToken: token, accessUntil: wechat.until } };
    },
  };
  return { ...world, wechatUser };
}

/** Asks as the page of this access token. */
export async function refreshed(world: RefreshRuleWorld, accessToken: string, policyVersion: string | null = null) {
  const { app, bearer } = granted(bearerOf(world, accessToken, '203.0.113.*'));
  return refreshProfile(world, app, bearer, accessToken, policyVersion);
}

/** In by the website's code. `later`: so much time passes, and her page's session goes on. */
export async function cameIn(world: RefreshRuleWorld) {
  const { user, ...first } = await signedInByQr(world);
  const own = [...world.rows.identities.values()].find(({ userId, kind }) => userId === user.id && kind === 'website');
  if (own === undefined) throw new Error('nobody came in');
  let tokens: Pick<typeof first, 'accessToken' | 'refreshToken'> = first;
  return {
    user, key: own.key, accessToken: first.accessToken,
    ask: (policyVersion: string | null = null) => refreshed(world, tokens.accessToken, policyVersion),
    later: async (milliseconds: number) => {
      world.clock.advance(milliseconds);
      const { app, bearer } = granted(await refreshBearerOf(world, tokens.refreshToken, null));
      tokens = granted(await renew(world, app, bearer, tokens.refreshToken));
    },
  };
}

export const identityOf = (world: RefreshRuleWorld, key: Awaited<ReturnType<typeof cameIn>>['key']) => world.rows.identities.get(key);
