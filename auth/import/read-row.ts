// One row of an import, read: ids minted, apps known, profile normalised. What contradicts itself is a conflict before the database is asked.
import type { ImportConflict, ImportIdentity, ImportLeft, ImportRow } from '../../contract/operator';
import type { Ms } from '../../contract/reply';
import { appId, identityKey, openId, unionId, unionKey } from '../ids';
import type { AppId, IdentityKey } from '../ids';
import type { AppSettings, Identity, Union } from '../ports';
import { normaliseNickname } from '../profile/nickname';
import { shown } from './outcome';
import { readPhone } from './phone';
import type { PhoneNumber } from './phone';

/** An identity that the row claims for its user. */
export interface Claim extends Pick<Identity, 'key' | 'kind' | 'appId' | 'openId'> { union: Union | null }
export interface ImportProfile { nickname: string | null; avatarUrl: string | null; phone: PhoneNumber | null; left: ImportLeft[] }
/** `claims`: the first is what her user id is derived from, where no unionid is. */
export interface Person extends ImportProfile { claims: [Claim, ...Claim[]]; unions: Union[]; isBanned: boolean; registeredAt: Ms | null }
export interface Contradiction { why: ImportConflict; what: string }
type Apps = ReadonlyMap<AppId, AppSettings>;

export function readRow(apps: Apps, row: ImportRow): Person | Contradiction {
  const claims: Claim[] = [];
  const platforms = new Map<string, string>();
  for (const identity of row.identities) {
    const claim = readClaim(apps, identity);
    if ('why' in claim) return claim;
    const contradiction = contradicts(platforms, apps.get(claim.appId)?.openPlatform ?? null, claim.union);
    if (contradiction !== null) return contradiction;
    claims.push(claim);
  }
  const [first, ...others] = once(claims);
  if (first === undefined) throw new TypeError('A row without an identity came through the schema.');
  const unions = new Map([first, ...others].flatMap(({ union }) => (union === null ? [] : [[union.key, union] as const])));
  return { claims: [first, ...others], unions: [...unions.values()], isBanned: row.banned ?? false, registeredAt: row.registeredAt ?? null, ...readProfile(row) };
}

function readClaim(apps: Apps, given: ImportIdentity): Claim | Contradiction {
  const [id, person, union] = [appId(given.appId), openId(given.openId), given.unionId === undefined ? null : unionId(given.unionId)];
  if (id === null) return { why: 'malformed-appid', what: shown(given.appId) };
  if (person === null) return { why: 'malformed-openid', what: shown(given.openId) };
  if (given.unionId !== undefined && union === null) return { why: 'malformed-unionid', what: shown(given.unionId) };
  const app = apps.get(id);
  if (app === undefined) return { why: 'unknown-app', what: given.appId };
  if (given.kind !== undefined && given.kind !== app.kind) return { why: 'other-kind', what: given.appId };
  // An app of no open platform has no unionid here, whatever the file says: so a sign-in reads it too.
  const bound = union === null || app.openPlatform === null ? null : { id: union, key: unionKey(app.openPlatform, union) };
  return { key: identityKey(app.kind, id, person), kind: app.kind, appId: id, openId: person, union: bound };
}

/** A person has one unionid on each platform, and another on each. `platforms`: which one was met where; this one is added. */
function contradicts(platforms: Map<string, string>, platform: string | null, union: Union | null): Contradiction | null {
  if (platform === null || union === null) return null;
  const met = platforms.get(platform);
  if (met !== undefined && met !== union.id) return { why: 'two-unionids', what: shown(union.id) };
  if (met === undefined && [...platforms.values()].includes(union.id)) return { why: 'unionid-of-two-platforms', what: shown(union.id) };
  platforms.set(platform, union.id);
  return null;
}

/** An identity that stands twice in the row counts once, with its unionid if one of them has it. */
function once(claims: Claim[]): Claim[] {
  const kept = new Map<IdentityKey, Claim>();
  for (const claim of claims) kept.set(claim.key, { ...claim, union: claim.union ?? kept.get(claim.key)?.union ?? null });
  return [...kept.values()];
}

/** WeChat's content check wants a person who writes now: a name that comes from elsewhere is normalised, and not checked. */
function readProfile({ nickname: name, avatarUrl: url, phone: number }: ImportRow): ImportProfile {
  const nickname = name === undefined ? null : normaliseNickname(name);
  const avatarUrl = url !== undefined && isHttps(url) ? url : null;
  const phone = number === undefined ? null : readPhone(number);
  const left = [name !== undefined && nickname === null && 'nickname', url !== undefined && avatarUrl === null && 'avatarUrl', number !== undefined && phone === null && 'phone'] as const;
  return { nickname, avatarUrl, phone, left: left.filter((each) => each !== false) };
}

function isHttps(url: string): boolean {
  return /^https:\/\/[^/\s?#@\\]+([/?#][^\s\\\p{Cc}]*)?$/u.test(url);
}
