// One way in less. What came with it goes with it where a merge of the last thirty days brought it; else its app's next sign-in is somebody new.
import type { Empty, Ms } from '../../contract/reply';
import { entryOf } from '../audit/chain';
import { record } from '../audit/record';
import { unlinkAuditKey } from '../ids';
import type { AppSettings, Caller, Identity, UserRecord } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { judgeOwnSessions } from '../session/authenticate';
import type { TokenReader } from '../session/authenticate';
import { refuseOldSignIn } from '../session/recent';
import { isLeaving } from './leaving';
import type { Merge } from './ports';
import { sidesOf, undoableUntil, undoMerge } from './undo';
import type { UndoWorld } from './undo';

export interface UnlinkWorld extends UndoWorld { reader: TokenReader }

/** More merges than a person is in. */
const MOST_MERGES = 20;
/** Who takes a merge back that her own wish to unlink ends. */
const HERSELF = 'herself';

/**
 * Given up, it is no way in any more; what it did stays in the history. Repeated: accepted.
 * Where it is all that one side of a merge of the last thirty days has, that merge is undone instead, so that nobody's account is left without a way in.
 * Refuses: token-*, session-revoked, user-blocked, account-closed; recent-sign-in-required (SEC-60); not-found (unknown and foreign alike);
 * link-conflict (the last one, or its unionid is another of hers' too: its next sign-in would join them again); conflict-retry.
 * Calls: 7, 1 more for each event, 2 with a unionid, 1 for who was ever merged; an undoing's where it is one.
 */
export async function unlink(world: UnlinkWorld, app: AppSettings, caller: Caller, input: { accessToken: string; identityId: string }): Promise<Result<Empty>> {
  const now = world.clock.now();
  const own = await judgeOwnSessions(world, app, caller, input.accessToken, now);
  if (!own.ok) return own;
  const old = refuseOldSignIn(own.value.session, now);
  if (old !== null) return { ok: false, refused: old };
  const { user, identities } = own.value;
  const target = identities.find(({ key }) => key === input.identityId);
  if (target === undefined) return refuse('not-found', 'The caller has no such way to sign in.');
  if (target.status === 'erased') return noted(world, user, target, target.generation - 1);
  if (user.merging !== null) return refuse('conflict-retry', 'The account is being merged at this moment; ask again.');
  const refused = refuseBound(target, identities) ?? refuseLast(target, identities, null);
  if (refused !== null) return refused;
  const merge = await mergeThatBroughtIt(world, user, target, identities);
  if (merge === null) return leave(world, user, target);
  const undone = await undoMerge(world, HERSELF, merge.id);
  return undone.ok ? accept({}) : undone;
}

/** The one of hers that can still be undone and has this way in alone on one side. Calls: none for who never was merged. */
async function mergeThatBroughtIt(world: UnlinkWorld, { id, aliases }: UserRecord, target: Identity, identities: readonly Identity[]): Promise<Merge | null> {
  if (aliases.length === 0) return null;
  const now = world.clock.now();
  const merges = (await world.journal.of([id, ...aliases], MOST_MERGES)).filter((merge) => undoableUntil(merge, now) !== null);
  const isAlone = (side: readonly Identity[]) => side.length === 1 && side[0]?.key === target.key;
  return merges.find(({ losers }) => Object.values(sidesOf(identities, losers)).some(isAlone)) ?? null;
}

/** Of two ways that are given up at this moment, each through the other, one at most goes: each marks its own first and then looks for one that stays. */
async function leave(world: UnlinkWorld, user: UserRecord, target: Identity): Promise<Result<Empty>> {
  const { id } = user;
  const { key, union, generation } = target;
  const now = world.clock.now();
  if (!(await world.identities.markLeaving(key, id, now))) return refuse('conflict-retry', 'This way to sign in changed at this moment; ask again.');
  const all = (await world.users.findWithIdentities(id))?.identities ?? [];
  const refused = refuseBound(target, all) ?? refuseLast(target, all, now);
  if (refused !== null) {
    await world.identities.markLeaving(key, id, null);
    return refused;
  }
  await record(world, (all.find((each) => each.key === key) ?? target).events.map((event) => entryOf(world.indexKey, target, event)));
  if (union !== null) await world.unions.forget(union, id);
  if (!(await world.identities.leave(key, id))) {
    await world.identities.markLeaving(key, id, null);
    return refuse('conflict-retry', 'This way to sign in changed at this moment; ask again.');
  }
  // A sign-in that came between may have put it there again.
  if (union !== null) await world.unions.forget(union, id);
  return noted(world, user, target, generation);
}

async function noted(world: UnlinkWorld, { id }: UserRecord, { key, appId }: Identity, generation: number): Promise<Result<Empty>> {
  const personal = { userId: id, identity: key, appId, sid: null, device: null, ipPrefix: null, by: null };
  await record(world, [{ id: unlinkAuditKey(world.indexKey, key, generation), at: world.clock.now(), kind: 'unlink', personal }]);
  return accept({});
}

function refuseBound({ key, union }: Identity, all: readonly Identity[]): Result<never> | null {
  const isBound = union !== null && all.some((each) => each.key !== key && each.union === union && each.status !== 'erased');
  return isBound ? refuse('link-conflict', 'WeChat says that another way of the same account is the same person: its next sign-in would join them again.') : null;
}

/** `now`: null asks for one that stands, whether it is being given up or not. */
function refuseLast({ key }: Identity, all: readonly Identity[], now: Ms | null): Result<never> | null {
  const others = all.filter((each) => each.key !== key && each.status !== 'erased');
  if (others.length === 0) return refuse('link-conflict', 'This is the last way to sign in; close the account instead.');
  return now === null || others.some((each) => !isLeaving(each, now)) ? null : refuse('conflict-retry', 'The other way to sign in is being given up at this moment; ask again.');
}
