// Whoever brings a token over HTTP: the token alone says who and of which app.
import type { AppId } from '../ids';
import type { AppSettings, Clock, Identities } from '../ports';
import type { Bearer } from '../session/presenter';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { TokenMint } from '../session/issue';
import { readRefreshToken } from '../session/refresh-token';
import type { TokenReader } from '../session/authenticate';
import { verifyAccessToken } from '../session/verify';

export interface BearerWorld { clock: Clock; apps: ReadonlyMap<AppId, AppSettings>; identities: Identities; reader: TokenReader; mint: TokenMint }
export interface Presented { app: AppSettings; bearer: Bearer }

/** By an access token. Refuses: token-invalid, token-expired. Makes no call. */
export function bearerOf(world: BearerWorld, accessToken: string, ipPrefix: string | null): Result<Presented> {
  const claims = verifyAccessToken(accessToken, world.reader.keys, world.reader.issuer, world.clock.now(), ({ appId }) => world.apps.has(appId));
  const app = claims.ok ? world.apps.get(claims.value.appId) : undefined;
  if (!claims.ok || app === undefined) return claims.ok ? invalid() : claims;
  return accept({ app, bearer: { appId: app.appId, identity: claims.value.identity, ipPrefix } });
}

/** By a refresh token, which tells no app: its identity does. Refuses: token-invalid. Calls: 1. */
export async function refreshBearerOf(world: BearerWorld, refreshToken: string, ipPrefix: string | null): Promise<Result<Presented>> {
  const facts = readRefreshToken(world.mint.macKeys, refreshToken);
  const identity = facts === null ? null : (await world.identities.find(facts.identity))?.identity;
  const app = identity ? world.apps.get(identity.appId) : undefined;
  return identity && app !== undefined ? accept({ app, bearer: { appId: app.appId, identity: identity.key, ipPrefix } }) : invalid();
}

/** Runs for whoever the token names; refuses as bearerOf. */
export async function byToken<T>(world: BearerWorld, accessToken: string, ipPrefix: string | null, run: (presented: Presented) => Promise<Result<T>>): Promise<Result<T>> {
  const presented = bearerOf(world, accessToken, ipPrefix);
  return presented.ok ? run(presented.value) : presented;
}

/** The same by a refresh token. Calls: 1. */
export async function byRefreshToken<T>(world: BearerWorld, refreshToken: string, ipPrefix: string | null, run: (presented: Presented) => Promise<Result<T>>): Promise<Result<T>> {
  const presented = await refreshBearerOf(world, refreshToken, ipPrefix);
  return presented.ok ? run(presented.value) : presented;
}

function invalid(): Result<never> {
  return refuse('token-invalid', 'The token is not one of ours.');
}
