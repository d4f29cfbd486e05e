// What an import did, counted, and each row that wants a look: by its line, with a reason and the first letters of an id.

const WHY = {
  'claimed-twice': 'is claimed for another user too',
  'user-in-conflict': 'is a user of whom another line is in conflict',
  'unionid-of-two-people': 'stands for two openids of one app: WeChat gives a person one in each',
  'too-many-identities': 'identities of one user, more than 20',
  'malformed-appid': 'is no appid: wx and 16 digits of 0-9a-f',
  'malformed-openid': 'is no openid: 1 to 128 of A-Z a-z 0-9 _ -',
  'malformed-unionid': 'is no unionid: 1 to 128 of A-Z a-z 0-9 _ -',
  'unknown-app': 'is no app of WECHAT_APPS',
  'other-kind': 'is an app of another kind in WECHAT_APPS',
  'two-unionids': 'is a second unionid of one person on one open platform',
  'unionid-of-two-platforms': 'stands for apps of two open platforms: WeChat gives another on each',
  'identity-of-another-user': 'belongs to another user than the others of this row',
  'unionid-of-another-user': 'is the unionid of another person here',
  'unionid-changed': 'has another unionid here',
  'banned-there-not-here': 'is banned in the file and not here: ban her by npm run operator, or take the line out',
  merging: 'is of a user who is being merged with another, or parted from her, at this moment: run it again',
  changing: 'signs in at this very moment: run it again',
  erased: 'was erased here, or given up as a way to sign in: she comes back by signing in',
};

const sentenceOf = ({ why, what, lines = [] }) => `${what} ${WHY[why] ?? why}${lines.length > 0 ? ` (line ${lines.join(', ')})` : ''}`;
const byLine = (one, other) => one.line - other.line;

/** The report as `--json` prints it. */
export function reportOf({ dryRun, unit, rows, claims, conflicts, skipped, left, unmapped, outcomes }) {
  const count = (did) => outcomes.filter((each) => each.did === did).length;
  const told = (did) => outcomes.filter((each) => each.did === did).map(({ did: _, ...each }) => each);
  return {
    dryRun, unit, lines: claims.length + skipped.length, users: rows.length, created: count('created'), linked: count('linked'), alreadyThere: count('already-there'),
    conflicts: [...conflicts, ...told('conflict')].map((each) => ({ ...each, sentence: sentenceOf(each) })).sort(byLine),
    skipped: [...skipped, ...told('skipped').map((each) => ({ line: each.line, why: sentenceOf(each) }))].sort(byLine),
    left: [...left, ...outcomes.filter((each) => each.left?.length > 0).map((each) => ({ line: each.line, what: each.left }))].sort(byLine), unmapped,
  };
}

const LEFT = { nickname: 'nickname (nothing in it shows)', avatarUrl: 'avatar (no https address)', phone: 'phone (no number with a country code)', unconfirmedPhone: 'phone (not confirmed there)', registeredAt: 'moment of registration (cannot be read)' };

/** @param {'asked' | 'printed'} how */
export function showReport(report, how) {
  const { dryRun, unit, lines, users, created, linked, alreadyThere, conflicts, skipped, left, unmapped } = report;
  const done = how === 'printed' ? `${users} users printed` : `${created} ${dryRun ? 'would be created' : 'created'}, ${linked} linked, ${alreadyThere} already there`;
  return [
    `${lines} ${unit}s, ${users} users: ${done}, ${conflicts.length} conflicts, ${skipped.length} skipped.${dryRun && how === 'asked' ? ' Nothing was written.' : ''}`,
    ...conflicts.map(({ line, sentence }) => `conflict, ${unit} ${line}: ${sentence}`),
    ...skipped.map(({ line, why }) => `skipped, ${unit} ${line}: ${why}`),
    ...left.map(({ line, what }) => `left out, ${unit} ${line}: ${what.map((each) => LEFT[each]).join(', ')}`),
    ...Object.entries(unmapped).map(([platform, count]) => `left out, ${count} openids of ${platform}: ${/^app-weixin/.test(platform) ? 'native apps have no door here' : `no --app ${platform}=<appid> says which app that is`}`),
  ].join('\n');
}
