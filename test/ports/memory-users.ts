// Users in memory, as auth/ports.ts asks for them.
import type { UserId } from '../../auth/ids';
import type { ConsentRecord, Keep, StateChange, UserRecord, Users } from '../../auth/ports';
import type { Storing } from '../../auth/profile/ports';
import { UNMERGED } from '../../auth/merge/unmerged';
import { undoHold } from '../../auth/ids';
import type { Rows } from './memory';

export function memoryUsers(rows: Rows): Users {
  const change = (id: UserId, matches: (user: UserRecord) => boolean, write: Partial<UserRecord> | ((user: UserRecord) => Partial<UserRecord>)): boolean => {
    const user = rows.users.get(id);
    if (user === undefined || !matches(user)) return false;
    rows.users.set(id, structuredClone({ ...user, ...(typeof write === 'function' ? write(user) : write) }));
    return true;
  };
  const active = (user: UserRecord): boolean => user.status === 'active';
  const isDue = (user: UserRecord, now: number): boolean => user.closing !== null && user.closing.erasesAt <= now;
  return {
    findWithIdentities: async (id) => {
      const user = rows.users.get(id);
      return user === undefined ? null : structuredClone({ user, identities: [...rows.identities.values()].filter((each) => each.userId === id) });
    },
    add: async (user) => { if (rows.users.has(user.id)) return false; rows.users.set(user.id, structuredClone(user)); return true; },
    store: async (id, { change: what, over, consent, policy }, keep) => change(
      id, (user) => active(user) && (policy === null || hasConsent(user, policy)) && stands(user, over), (user) => ({ ...what, adopted: ownNow(user, what), ...(consent === null ? {} : { consents: withConsent(user, consent, keep) }) }),
    ),
    consent: async (id, consent, keep) => change(id, (user) => active(user) && !hasConsent(user, consent.policy), (user) => ({ consents: withConsent(user, consent, keep) })),
    close: async (id, erasesAt, by) => change(id, active, (user) => ({ status: 'closing', closing: { at: by.event.at, erasesAt }, ...pending(user, by) })),
    keep: async (id, by) => change(id, (user) => user.status === 'closing' && !isDue(user, by.event.at), (user) => ({ status: 'active', closing: null, ...pending(user, by) })),
    ban: async (id, by) => change(id, ({ status }) => status === 'active' || status === 'closing', (user) => ({ status: 'banned', ...pending(user, by) })),
    lift: async (id, to, by) => change(id, ({ status }) => status === 'banned', (user) => ({ status: to, ...pending(user, by) })),
    settle: async (id, at) => { change(id, () => true, (user) => ({ pending: user.pending.filter(({ event }) => event.at !== at) })); },
    unsettled: async (before, most) => [...rows.users.values()].filter((user) => user.pending.some(({ event }) => event.at < before)).map(({ id }) => id).slice(0, most),
    sealedUnderOther: async (kid, most) => structuredClone([...rows.users.values()].filter(({ phone }) => phone !== null && phone.sealed.kid !== kid).slice(0, most)),
    reseal: async (id, from, to) => change(id, ({ phone }) => phone?.sealed.box === from.box, ({ phone }) => ({ phone: phone === null ? null : { ...phone, sealed: to } })),
    dueForErasure: async (now, most) => structuredClone([...rows.users.values()].filter((user) => (user.status === 'closing' || user.status === 'erased') && isDue(user, now)).sort((a, b) => (a.closing?.erasesAt ?? 0) - (b.closing?.erasesAt ?? 0)).slice(0, most)),
    beginErasure: async (id, now) => change(id, (user) => user.status === 'closing' && isDue(user, now), { status: 'erased', nickname: null, avatarUrl: null, phone: null, invitedBy: null, consents: [], pending: [], createdAt: 0, adopted: UNMERGED.adopted }),
    endErasure: async (id) => { change(id, ({ status }) => status === 'erased', { closing: null, avatarFile: null, aliases: [] }); },
    lock: async (id, merge) => change(id, (user) => active(user) && user.merging === null, { merging: merge }) || rows.users.get(id)?.merging === merge,
    unlock: async (id, merge) => { change(id, (user) => user.merging === merge, { merging: null }); },
    alias: async (id, merge, into) => change(id, (user) => active(user) && user.merging === merge, { status: 'merged', mergedInto: into, mergedBy: merge }),
    unalias: async (id, merge, from) => change(id, (user) => user.status === 'merged' && user.mergedInto === from && user.mergedBy === merge, { status: 'active', mergedInto: null, mergedBy: null, merging: undoHold(merge) }),
    addAliases: async (id, aliases) => { change(id, () => true, (user) => ({ aliases: [...new Set([...user.aliases, ...aliases])] })); },
    moveAliasesBack: async (aliases, from, to) => { for (const id of aliases) change(id, ({ mergedInto }) => mergedInto === from, { mergedInto: to }); },
    moveAliases: async (from, to) => { for (const [id, user] of rows.users) if (user.mergedInto === from) rows.users.set(id, { ...user, mergedInto: to }); },
    adopt: async (id, merge, { nickname, avatar, phone, consents, aliases }) => {
      change(id, (user) => user.merging === merge, (user) => ({
        ...(user.nickname === null && nickname !== null ? { nickname: nickname.text } : {}), ...(user.avatarUrl === null && avatar !== null ? { avatarUrl: avatar.url, avatarFile: avatar.file } : {}),
        ...(user.phone === null && phone !== null ? { phone: phone.record } : {}), adopted: {
          nickname: user.nickname === null ? (nickname?.from ?? null) : user.adopted.nickname, avatar: user.avatarUrl === null ? (avatar?.from ?? null) : user.adopted.avatar, phone: user.phone === null ? (phone?.from ?? null) : user.adopted.phone,
        },
        consents: [...user.consents, ...consents.filter(({ policy }) => !hasConsent(user, policy))],
        aliases: [...new Set([...user.aliases, ...aliases])],
      }));
    },
    disown: async (id, aliases, consents) => {
      const isHers = (from: UserId | null) => from !== null && [id, ...aliases].includes(from);
      for (const { id: holder } of [...rows.users.values()].filter((user) => user.aliases.includes(id))) {
        change(holder, () => true, ({ adopted, aliases: had, consents: given }) => ({
          ...(isHers(adopted.nickname) ? { nickname: null } : {}), ...(isHers(adopted.avatar) ? { avatarUrl: null, avatarFile: null } : {}), ...(isHers(adopted.phone) ? { phone: null } : {}),
          adopted: { nickname: isHers(adopted.nickname) ? null : adopted.nickname, avatar: isHers(adopted.avatar) ? null : adopted.avatar, phone: isHers(adopted.phone) ? null : adopted.phone },
          consents: given.filter(({ policy, at }) => !consents.some((each) => each.policy === policy && each.at === at)), aliases: had.filter((each) => each !== id && !aliases.includes(each)),
        }));
      }
    },
    eraseAlias: async (id) => { change(id, ({ status }) => status === 'merged', { status: 'erased', nickname: null, avatarUrl: null, avatarFile: null, phone: null, invitedBy: null, consents: [], pending: [], ...UNMERGED, merging: rows.users.get(id)?.merging ?? null, createdAt: 0 }); },
    search: async (phone, most) => structuredClone([...rows.users.values()].filter((user) => user.phone?.key === phone).slice(0, most)),
    ofAnotherIndexKey: async (fingerprint) => [...rows.users.values()].find((user) => user.indexKey !== fingerprint)?.id ?? null,
  };
}

function ownNow({ adopted }: UserRecord, what: Storing['change']): UserRecord['adopted'] {
  return { nickname: what.nickname === undefined ? adopted.nickname : null, avatar: what.avatarUrl === undefined ? adopted.avatar : null, phone: what.phone === undefined ? adopted.phone : null };
}

function pending(user: UserRecord, by: StateChange): Partial<UserRecord> {
  return { pending: [...user.pending, by] };
}

function stands(user: UserRecord, { nickname, avatarUrl, avatarFile, phone }: Storing['over']): boolean {
  return (nickname === undefined || user.nickname === nickname) && (avatarUrl === undefined || user.avatarUrl === avatarUrl) && (avatarFile === undefined || user.avatarFile === avatarFile) && (phone === undefined || (user.phone?.key ?? null) === phone);
}

function hasConsent(user: UserRecord, policy: string): boolean {
  return user.consents.some((each) => each.policy === policy);
}

function withConsent(user: UserRecord, consent: ConsentRecord, keep: Keep): ConsentRecord[] {
  return [...user.consents, consent].slice(-keep.consents);
}
