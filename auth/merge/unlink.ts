// One way in less: its app's next sign-in is a user of its own.
import type { Empty, Ms } from '../../contract/reply';
import { entryOf } from '../audit/chain';
import { record } from '../audit/record';
import type { RecordWorld } from '../audit/record';
import { unlinkAuditKey } from '../ids';
import type { AppSettings, Caller, Clock, Identities, Identity, Unions, UserRecord, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { judgeOwnSessions } from '../session/authenticate';
import type { TokenReader } from '../session/authenticate';
import { refuseOldSignIn } from '../session/recent';

export interface UnlinkWorld extends RecordWorld { clock: Clock; users: Users; identities: Identities; unions: Unions; reader: TokenReader; indexKey: Buffer }

/** A function runs for ten seconds at most: what was marked before this was cut. */
const LEAVING_MS = 60_000;

/**
 * Nothing of the account goes but this way into it; what it did stays in the history.
 * Refuses: token-*, session-revoked, user-blocked, account-closed; recent-sign-in-required (SEC-60); not-found (unknown and foreign alike, or given up already);
 * link-conflict (the last one, or its unionid is another of hers' too: its next sign-in would join them again); conflict-retry. Calls: 6, 1 more for each event, and 1 with a unionid.
 */
export async function unlink(world: UnlinkWorld, app: AppSettings, caller: Caller, input: { accessToken: string; identityId: string }): Promise<Result<Empty>> {
  const now = world.clock.now();
  const own = await judgeOwnSessions(world, app, caller, input.accessToken, now);
  if (!own.ok) return own;
  const old = refuseOldSignIn(own.value.session, now);
  if (old !== null) return { ok: false, refused: old };
  const { user, identities } = own.value;
  const target = identities.find(({ key, status }) => key === input.identityId && status !== 'erased');
  if (target === undefined) return refuse('not-found', 'The caller has no such way to sign in.');
  if (user.merging !== null) return refuse('conflict-retry', 'The account is being merged at this moment; ask again.');
  const bound = refuseBound(target, identities);
  return bound ?? leave(world, user, target);
}

/** Of two ways that are given up at this moment, each through the other, one at most goes: each marks its own first and then looks for one that stays. */
async function leave(world: UnlinkWorld, { id }: UserRecord, target: Identity): Promise<Result<Empty>> {
  const now = world.clock.now();
  if (!(await world.identities.markLeaving(target.key, id, now))) return refuse('conflict-retry', 'This way to sign in changed at this moment; ask again.');
  const found = await world.users.findWithIdentities(id);
  const refused = refuseBound(target, found?.identities ?? []) ?? refuseLast(target, found?.identities ?? [], now);
  if (refused !== null) {
    await world.identities.markLeaving(target.key, id, null);
    return refused;
  }
  const { key, appId, union, generation } = target;
  const events = found?.identities.find((each) => each.key === key)?.events ?? target.events;
  const personal = { userId: id, identity: key, appId, sid: null, device: null, ipPrefix: null, by: null };
  await record(world, [...events.map((event) => entryOf(world.indexKey, target, event)), { id: unlinkAuditKey(world.indexKey, key, generation), at: now, kind: 'unlink', personal }]);
  if (union !== null) await world.unions.forget(union, id);
  return (await world.identities.leave(key, id)) ? accept({}) : refuse('conflict-retry', 'This way to sign in changed at this moment; ask again.');
}

function refuseBound({ key, union }: Identity, all: readonly Identity[]): Result<never> | null {
  const isBound = union !== null && all.some((each) => each.key !== key && each.union === union && each.status !== 'erased');
  return isBound ? refuse('link-conflict', 'WeChat says that another way of the same account is the same person: its next sign-in would join them again.') : null;
}

function refuseLast({ key }: Identity, all: readonly Identity[], now: Ms): Result<never> | null {
  const others = all.filter((each) => each.key !== key && each.status !== 'erased');
  if (others.length === 0) return refuse('link-conflict', 'This is the last way to sign in; close the account instead.');
  const stays = others.some(({ leavingAt }) => leavingAt === null || leavingAt < now - LEAVING_MS);
  return stays ? null : refuse('conflict-retry', 'The other way to sign in is being given up at this moment; ask again.');
}
