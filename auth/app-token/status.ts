// How each app's tokens stand, for operators: ages and reasons, never a value.
import type { AppTokenStatus } from '../../contract/operator';
import type { Ms } from '../../contract/reply';
import type { AppId } from '../ids';
import type { AppSettings, Clock } from '../ports';
import { FORCED_PER_CALLER, FORCED_PER_DAY, forcedLeft } from './lifetime';
import type { CredentialRecord, Credentials, Renewal } from './ports';

export interface StatusWorld { clock: Clock; apps: ReadonlyMap<AppId, AppSettings>; credentials: Pick<Credentials, 'all'> }

const DAY_MS = 24 * 60 * 60 * 1000;
/** Found dead before its time so often in a day, it is renewed by someone else as well. */
const REPEATED = 2;
const MOST_SHOWN = 20;
const NOT_CONFIGURED = 'WECHAT_APPS names this app no more: its token is not renewed.';

/** Calls: 1. */
export async function status(world: StatusWorld): Promise<AppTokenStatus[]> {
  const now = world.clock.now();
  const rows = await world.credentials.all();
  const having = [...world.apps.values()].filter(({ kind }) => kind !== 'website').map(({ appId }) => appId);
  const missing = having.filter((appId) => !rows.some(({ id }) => id.appId === appId && id.kind === 'access-token'));
  return [...rows.map((row) => ({ ...statusOf(row, now), ...(world.apps.has(row.id.appId) ? {} : { warning: NOT_CONFIGURED }) })), ...missing.map(statusOfNone)].sort((a, b) => (`${a.appId}${a.kind}` < `${b.appId}${b.kind}` ? -1 : 1));
}

function statusOf(row: CredentialRecord, now: Ms): AppTokenStatus {
  const { id, endpoint, current, renewAt, failing, forced, renewals, overtaken } = row;
  return {
    ...id, endpoint, obtainedAt: current?.obtainedAt ?? null, expiresAt: current?.expiresAt ?? null, renewAt, failures: failing?.times ?? 0, forcedLeft: forcedLeft(forced, now),
    renewals: renewals.slice(0, MOST_SHOWN).map(({ at, by, why }) => ({ at, by, why })), overtaken, warning: warningOf(row, now),
  };
}

function statusOfNone(appId: AppId): AppTokenStatus {
  return {
    appId, kind: 'access-token', endpoint: null, obtainedAt: null, expiresAt: null, renewAt: null, failures: 0, forcedLeft: FORCED_PER_DAY, renewals: [], overtaken: [],
    warning: 'No token was fetched yet; does the timer of the function app-token run?',
  };
}

function warningOf({ failing, overtaken, current, renewals }: CredentialRecord, now: Ms): string | null {
  const lately = overtaken.filter((at) => at > now - DAY_MS).length;
  if (failing !== null) return `WeChat gave none, ${failing.times} time(s) in a row: ${failing.reason}${failing.remedy === null ? '' : `. ${failing.remedy}`}`;
  if (lately >= REPEATED) return `Found dead before its time ${lately} times in a day: someone else fetches or forces tokens of this app; let this centre be the only one.`;
  const forcing = forcersOf(renewals, now);
  if (forcing !== null) return `Reports by ${forcing} forced ${FORCED_PER_CALLER} renewals in a day and force no more: does it take other errors for a dead token?`;
  return current === null || now >= current.expiresAt ? 'The token has expired and no renewal was asked for; does the timer of the function app-token run?' : null;
}

/** The caller that has used up its part of the day's budget, or null. */
function forcersOf(renewals: readonly Renewal[], now: Ms): string | null {
  const forced = renewals.filter(({ why, at }) => why === 'forced' && at > now - DAY_MS).map(({ by }) => by);
  return forced.find((by) => forced.filter((each) => each === by).length >= FORCED_PER_CALLER) ?? null;
}
