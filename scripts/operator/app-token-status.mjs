// What `npm run app-token -- status` shows: one row per token, when it was renewed last, and what wants looking at.

const HEAD = ['app', 'what', 'endpoint', 'age', 'expires in', 'next renewal', 'forced left', 'failures', 'last renewal'];

/** The two greatest units: '1 h 43 min', '4 min 5 s', '12 s'. */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [[Math.floor(seconds / 86_400), 'd'], [Math.floor(seconds / 3600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'min'], [seconds % 60, 's']];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
}

const moment = (at) => new Date(at).toISOString().replace('.000Z', 'Z');
const since = (at, now) => (at === null ? '-' : duration(now - at));
function until(at, now, over) {
  if (at === null) return '-';
  return at <= now ? over : duration(at - now);
}

function rowOf({ appId, kind, endpoint, obtainedAt, expiresAt, renewAt, failures, forcedLeft, renewals }, now) {
  const [last] = renewals;
  const renewed = last ? `${moment(last.at)} by ${last.by} (${last.why})` : 'never';
  return [appId, kind, endpoint ?? '-', since(obtainedAt, now), until(expiresAt, now, 'expired'), until(renewAt, now, 'now'), endpoint === 'stable_token' ? String(forcedLeft) : '-', String(failures), renewed];
}

function table(rows) {
  const widths = HEAD.map((_name, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
}

/** @param {import('../../contract/operator').AppTokenStatus[]} apps @param {number} now @returns {string} */
export function showAppTokens(apps, now) {
  if (apps.length === 0) return 'No app of WECHAT_APPS has an access_token.';
  const warnings = apps.filter(({ warning }) => warning !== null).map(({ appId, kind, warning }) => `! ${appId} ${kind}: ${warning}`);
  return [...table([HEAD, ...apps.map((app) => rowOf(app, now))]), ...(warnings.length ? ['', ...warnings] : [])].join('\n');
}
