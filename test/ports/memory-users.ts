// Users in memory, as auth/ports.ts asks for them.
import type { UserId } from '../../auth/ids';
import type { ConsentRecord, Keep, UserRecord, Users } from '../../auth/ports';
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
    store: async (id, { change: what, consent, policy }, keep) => change(
      id, (user) => active(user) && (policy === null || hasConsent(user, policy)), (user) => ({ ...what, ...(consent === null ? {} : { consents: withConsent(user, consent, keep) }) }),
    ),
    consent: async (id, consent, keep) => change(id, (user) => active(user) && !hasConsent(user, consent.policy), (user) => ({ consents: withConsent(user, consent, keep) })),
    close: async (id, closing) => change(id, active, { status: 'closing', closing }),
    keep: async (id, now) => change(id, (user) => user.status === 'closing' && !isDue(user, now), { status: 'active', closing: null }),
    ban: async (id) => change(id, ({ status }) => status === 'active' || status === 'closing', { status: 'banned' }),
    lift: async (id, to) => change(id, ({ status }) => status === 'banned', { status: to }),
    dueForErasure: async (now, most) => structuredClone([...rows.users.values()].filter((user) => (user.status === 'closing' || user.status === 'erased') && isDue(user, now)).slice(0, most)),
    beginErasure: async (id, now) => change(id, (user) => user.status === 'closing' && isDue(user, now), { status: 'erased', nickname: null, avatarUrl: null, phone: null, consents: [] }),
    endErasure: async (id) => { change(id, ({ status }) => status === 'erased', { closing: null, avatarFile: null }); },
    search: async (phone, most) => structuredClone([...rows.users.values()].filter((user) => user.phone?.key === phone).slice(0, most)),
    ofAnotherIndexKey: async (fingerprint) => [...rows.users.values()].find((user) => user.indexKey !== fingerprint)?.id ?? null,
  };
}

function hasConsent(user: UserRecord, policy: string): boolean {
  return user.consents.some((each) => each.policy === policy);
}

function withConsent(user: UserRecord, consent: ConsentRecord, keep: Keep): ConsentRecord[] {
  return [...user.consents, consent].slice(-keep.consents);
}
