// Linking by choice: a code from one live session, handed over in another, proves that one person has both.
import { createHash } from 'node:crypto';
import type { LinkPreview, User } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { AppSettings, Caller, Identity, UserRecord } from '../ports';
import { asUser } from '../profile/as-user';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { Authenticated, AuthenticateWorld } from '../session/authenticate';
import { isAlive } from '../session/lifetime';
import { refuseOldSignIn } from '../session/recent';
import { mergeUsers } from './merge';
import type { MergingWorld } from './merge';
import type { LinkedSession, Links } from './ports';

export interface LinkWorld extends AuthenticateWorld, MergingWorld { links: Links }

const CODE_BYTES = 16;
/** Long enough to open the other app and type or scan. */
const CODE_LIVES_MS = 5 * 60 * 1000;

/** Refuses: token-*, session-revoked, user-blocked, account-closed; recent-sign-in-required (SEC-60). Calls: 2. */
export async function startLink(world: LinkWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<{ linkCode: string; expiresAt: Ms }>> {
  const own = await recently(world, app, caller, accessToken);
  if (!own.ok) return own;
  const linkCode = world.random.text(CODE_BYTES);
  const expiresAt = world.clock.now() + CODE_LIVES_MS;
  const { user, identity, session } = own.value;
  await world.links.open(hashOf(linkCode), { userId: user.id, identity: identity.key, sid: session.sid }, expiresAt);
  return accept({ linkCode, expiresAt });
}

/** Whose the code is: so that nobody hands over a code that somebody else gave her. Refuses: token-*, session-revoked, user-blocked, account-closed; code-invalid as finishLink. Calls: 3. */
export async function previewLink(world: LinkWorld, app: AppSettings, caller: Caller, input: { accessToken: string; linkCode: string }): Promise<Result<LinkPreview>> {
  const own = await authenticate(world, app, caller, input.accessToken);
  if (!own.ok) return own;
  const { user, identity } = own.value;
  const other = await world.links.find(hashOf(input.linkCode), world.clock.now());
  const known = other === null || (other.takenBy !== null && other.takenBy !== identity.key) ? null : await giver(world, other, user);
  if (known === null) return noCode();
  return accept({ nickname: known.user.nickname, avatarUrl: known.user.avatarUrl, kind: known.identity.kind, appId: known.identity.appId, isOwn: known.user.id === user.id });
}

/**
 * The two users are merged; where they are one already, nothing happens. Repeated with the same code from the same identity: the same (REL-03).
 * Refuses as startLink does, and code-invalid (unknown, used by another, older than five minutes), link-conflict (one of the two is banned or closing), conflict-retry.
 */
export async function finishLink(world: LinkWorld, app: AppSettings, caller: Caller, input: { accessToken: string; linkCode: string }): Promise<Result<{ user: User }>> {
  const own = await recently(world, app, caller, input.accessToken);
  if (!own.ok) return own;
  const { user, identity } = own.value;
  const other = await world.links.take(hashOf(input.linkCode), identity.key, world.clock.now());
  if (other === null || (await giver(world, other, user)) === null) return noCode();
  const merged = await mergeUsers(world, [user.id, other.userId], { identity: identity.key, appId: identity.appId, by: 'link' });
  if (merged === 'not-active' || merged === 'kept-apart') return refuse('link-conflict', 'One of the two accounts is banned or closing; nothing was linked.');
  if (merged === 'busy') return refuse('conflict-retry', 'Others merge the same accounts at this moment; ask again.');
  const now = (await world.identities.find(identity.key))?.user ?? user;
  return accept({ user: asUser(now) });
}

/** Who gave the code, and through which way in. Both must be signed in now (SEC-58); where they are one already, the first session may have ended by that. */
async function giver(world: LinkWorld, { userId, identity, sid }: LinkedSession, { id, aliases }: UserRecord): Promise<{ user: UserRecord; identity: Identity } | null> {
  const known = await world.identities.find(identity);
  if (known === null || known.user === null) return null;
  const session = known.identity.sessions.find((each) => each.sid === sid);
  const isLive = userId === id || aliases.includes(userId) || (session !== undefined && isAlive(session, world.clock.now()));
  return isLive ? { user: known.user, identity: known.identity } : null;
}

async function recently(world: LinkWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<Authenticated>> {
  const own = await authenticate(world, app, caller, accessToken);
  if (!own.ok) return own;
  const refused = refuseOldSignIn(own.value.session, world.clock.now());
  return refused === null ? own : { ok: false, refused };
}

function noCode(): Result<never> {
  return refuse('code-invalid', 'The link code is unknown, used, older than five minutes or of a session that has ended; ask for a new one in the other app.');
}

function hashOf(linkCode: string): string {
  return createHash('sha256').update(linkCode).digest('base64url').slice(0, 22);
}
