// What happened to an account: sign-ins and security events, newest first.
import type { HistoryEvent, HistoryPage } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { Audit, AuditRow } from '../audit/ports';
import { entryOf } from '../audit/chain';
import type { Entry } from '../audit/chain';
import type { AppSettings, Caller, Clock, Identity, UserRecord, Users } from '../ports';
import { accept } from '../result';
import type { Result } from '../result';
import { judgeOwnSessions, readCallersToken } from '../session/authenticate';
import type { TokenReader } from '../session/authenticate';

export interface HistoryWorld { clock: Clock; users: Users; reader: TokenReader; audit: Audit; indexKey: Buffer }

const PAGE = 50;
/** More than one page: those of one moment stay together. */
const MOST_ROWS = 200;

/** Events that still lie with the identities and those already in the audit. Refuses: token-*, session-revoked, user-blocked, account-closed. Calls: 2 at once. */
export async function history(world: HistoryWorld, app: AppSettings, caller: Caller, accessToken: string, before: Ms | null): Promise<Result<HistoryPage>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const until = before ?? Number.MAX_SAFE_INTEGER;
  const [own, rows] = await Promise.all([judgeOwnSessions(world, app, caller, accessToken, now), world.audit.ofUser(claims.value.userId, until, MOST_ROWS)]);
  if (!own.ok) return own;
  const earlier = await rowsOfAliases(world.audit, own.value.user, until, MOST_ROWS);
  const entries = newestFirst([...eventsOf(world.indexKey, own.value.identities).filter(({ at }) => at < until), ...rows, ...earlier.flat()]);
  return accept(pageOf(entries));
}

/** What happened to each of those who were merged into her. Calls: none for who never was merged, else one for each. */
export async function rowsOfAliases(audit: Audit, { aliases }: UserRecord, before: Ms, most: number): Promise<AuditRow[][]> {
  return Promise.all(aliases.map((alias) => audit.ofUser(alias, before, most)));
}

export function eventsOf(indexKey: Buffer, identities: readonly Identity[]): Entry[] {
  return identities.flatMap((identity) => identity.events.map((event) => entryOf(indexKey, identity, event)));
}

/** One that is being moved stands in both places, under one id; signing out everywhere stands with each of her apps. */
export function newestFirst(entries: readonly Entry[]): Entry[] {
  const keyOf = ({ id, at, kind, personal }: Entry): string => (kind === 'sign-out-everywhere' ? `${at}:${personal?.sid}` : id);
  return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()].sort((a, b) => b.at - a.at);
}

function pageOf(entries: readonly Entry[]): HistoryPage {
  const last = entries[PAGE - 1];
  const page = last === undefined ? entries : entries.filter(({ at }) => at >= last.at);
  const isWhole = page.length === entries.length;
  return { events: asEvents(page, entries), next: isWhole || last === undefined ? null : last.at };
}

/** The device is told at sign-in; what happens later in the same session is shown with it. */
export function asEvents(page: readonly Entry[], all: readonly Entry[]): HistoryEvent[] {
  const devices = new Map(all.filter(({ kind }) => kind === 'sign-in').map(({ personal }) => [personal?.sid, personal?.device ?? null]));
  return page.flatMap(({ at, kind, personal }) => (personal === null ? [] : [{ at, kind, appId: personal.appId, device: personal.device ?? devices.get(personal.sid) ?? null, ipPrefix: personal.ipPrefix }]));
}
