// Lines that speak of one person and cannot all be right: two names for her, or two people under one unionid.
import { shown } from './text.mjs';

/** What makes two lines speak of one person. */
export function keysOf({ user, identities }) {
  return [...(user === null ? [] : [`user ${user}`]), ...identities.flatMap(({ appId, openId, unionId }) => [`identity ${appId} ${openId}`, ...(unionId === undefined ? [] : [`unionid ${unionId}`])])];
}

/** How many other lines the report names. */
const MOST_TOLD = 3;

/** Who claims what: for each key the lines under each name; lines without a name are each their own. */
function claimantsOf(lines) {
  const claimants = new Map();
  for (const claim of lines) {
    const name = claim.user ?? claim;
    for (const key of keysOf(claim)) {
      const byName = claimants.get(key) ?? claimants.set(key, new Map()).get(key);
      byName.set(name, [...(byName.get(name) ?? []).slice(0, MOST_TOLD), claim.line]);
    }
  }
  return claimants;
}

/** The first lines that claim the same under another name. */
function othersOf(byName, { user, line }) {
  const others = new Set();
  for (const [name, lines] of byName) {
    if (name !== user) for (const other of lines) if (other !== line) others.add(other);
    if (others.size >= MOST_TOLD) break;
  }
  return [...others].slice(0, MOST_TOLD);
}

/** Each line of a person whom the file calls by two names, with what it shares with another line. */
function contradictions(lines) {
  const claimants = claimantsOf(lines);
  return lines.map((claim) => {
    const shared = keysOf(claim).find((key) => othersOf(claimants.get(key), claim).length > 0);
    if (shared === undefined) return { line: claim.line, why: 'user-in-conflict', what: shown(claim.user) };
    return { line: claim.line, why: 'claimed-twice', what: shown(shared.split(' ').at(-1)), lines: othersOf(claimants.get(shared), claim) };
  });
}

/** A unionid that stands for two openids of one app, as a placeholder does that an export writes for everybody; null where there is none. */
function unionOfTwo(lines) {
  const openIds = new Map();
  for (const { appId, openId, unionId } of lines.flatMap(({ identities }) => identities)) {
    if (unionId === undefined) continue;
    const place = `${appId} ${unionId}`;
    if ((openIds.get(place) ?? openIds.set(place, openId).get(place)) !== openId) return unionId;
  }
  return null;
}

function strangers(lines, unionId) {
  const theirs = lines.filter(({ identities }) => identities.some((identity) => identity.unionId === unionId)).map(({ line }) => line).slice(0, MOST_TOLD + 1);
  return lines.map(({ line }) => ({ line, why: 'unionid-of-two-people', what: shown(unionId), lines: theirs.filter((other) => other !== line).slice(0, MOST_TOLD) }));
}

/** Why nothing of a person may be sent. */
export function conflictsOf(lines) {
  const names = new Set(lines.flatMap(({ user }) => (user === null ? [] : [user])));
  if (names.size > 1) return contradictions(lines);
  const unionId = unionOfTwo(lines);
  return unionId === null ? [] : strangers(lines, unionId);
}
