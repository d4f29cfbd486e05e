// Joins the lines of a file into one row for each user: by the file's own name for her, by unionid, by identity. Two names for one person contradict each other.
import { conflictsOf, keysOf } from './contradictions.mjs';
import { shown } from './text.mjs';

/** Lines that share a key, directly or through others, in the order of the file. */
function peopleOf(claims) {
  const parent = claims.map((_claim, index) => index);
  const rootOf = (index) => {
    while (parent[index] !== index) {
      parent[index] = parent[parent[index]];
      index = parent[index];
    }
    return index;
  };
  const first = new Map();
  claims.forEach((claim, index) => {
    for (const key of keysOf(claim)) {
      if (first.has(key)) parent[rootOf(index)] = rootOf(first.get(key));
      else first.set(key, index);
    }
  });
  const groups = new Map(claims.map((_claim, index) => [rootOf(index), []]));
  claims.forEach((claim, index) => { groups.get(rootOf(index)).push(claim); });
  return [...groups.values()];
}

/** What the door takes; what is longer is no id, no name and no address of anybody. */
const LONGEST = { id: 128, nickname: 128, avatarUrl: 2048, phone: 64 };
const MOST_IDENTITIES = 20;

/** The first line that says something of her profile is taken; the earliest moment is when she came. */
function rowOf(lines) {
  const [{ line }] = lines;
  const said = (field) => lines.map((claim) => claim[field]).find((value) => value !== null) ?? null;
  const identities = new Map(lines.flatMap((claim) => claim.identities).map((identity) => [JSON.stringify(identity), identity]));
  const moments = lines.map(({ registeredAt }) => registeredAt).filter((at) => at !== null);
  const [nickname, avatarUrl, phone] = [said('nickname'), said('avatarUrl'), said('phone')];
  return {
    line, identities: [...identities.values()],
    ...(nickname === null ? {} : { nickname: [...nickname].slice(0, LONGEST.nickname).join('') }),
    ...(avatarUrl === null ? {} : { avatarUrl: avatarUrl.length > LONGEST.avatarUrl ? '' : avatarUrl }), // no address: the door tells that it was not taken
    ...(phone === null ? {} : { phone: phone.slice(0, LONGEST.phone) }),
    ...(lines.some(({ banned }) => banned) ? { banned: true } : {}), ...(moments.length === 0 ? {} : { registeredAt: moments.reduce((earliest, at) => Math.min(earliest, at)) }),
  };
}

/** What the door would refuse a whole batch for. */
function misshapen({ line, identities }) {
  if (identities.length > MOST_IDENTITIES) return { line, why: 'too-many-identities', what: String(identities.length) };
  for (const { appId, kind = '', openId, unionId = '' } of identities) {
    if (appId.length > LONGEST.id) return { line, why: 'malformed-appid', what: shown(appId) };
    if (openId.length > LONGEST.id) return { line, why: 'malformed-openid', what: shown(openId) };
    if (unionId.length > LONGEST.id) return { line, why: 'malformed-unionid', what: shown(unionId) };
    if (!KINDS.includes(kind)) return { line, why: 'other-kind', what: shown(appId) };
  }
  return null;
}

/** '': what WECHAT_APPS says. */
const KINDS = ['', 'mini-program', 'official-account', 'website'];

/** @returns {{ rows: object[], conflicts: { line: number, why: string, what: string, lines?: number[] }[] }} */
export function gather(claims) {
  const [rows, conflicts] = [[], []];
  for (const lines of peopleOf(claims)) {
    const found = conflictsOf(lines);
    const row = found.length > 0 ? null : rowOf(lines);
    const conflict = row === null ? null : misshapen(row);
    if (row !== null && conflict === null) rows.push(row);
    for (const each of conflict === null ? found : [conflict]) conflicts.push(each);
  }
  return { rows, conflicts };
}
