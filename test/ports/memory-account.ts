// What profile, audit and account ask of the world beside users and identities, in memory.
import type { AuditKey, FileId, UserId } from '../../auth/ids';
import type { Belongings, Expiring } from '../../auth/account/ports';
import type { Audit, AuditRow } from '../../auth/audit/ports';
import type { BudgetDay, Files, PhoneBudget } from '../../auth/profile/ports';

export function memoryAudit(rows: Map<AuditKey, AuditRow> = new Map()): Audit & { rows: Map<AuditKey, AuditRow> } {
  const sorted = (): AuditRow[] => structuredClone([...rows.values()].sort((a, b) => a.seq - b.seq));
  return {
    rows,
    head: async () => { const last = sorted().at(-1); return last === undefined ? null : { seq: last.seq, hash: last.hash }; },
    add: async (row) => {
      if (rows.has(row.id) || [...rows.values()].some(({ seq }) => seq === row.seq)) return false;
      rows.set(row.id, structuredClone(row));
      return true;
    },
    has: async (id) => rows.has(id),
    ofUser: async (userId, before, most) => sorted().filter((row) => row.personal?.userId === userId && row.at < before).sort((a, b) => b.at - a.at).slice(0, most),
    after: async (seq, most) => sorted().filter((row) => row.seq > seq).slice(0, most),
    forget: async (userId) => { for (const row of rows.values()) if (row.personal?.userId === userId) Object.assign(row, { personal: null, salt: null }); },
  };
}

export function memoryBudget(): PhoneBudget & Expiring {
  const days = new Map<string, { taken: number; by: Map<UserId, number>; endsAt: number }>();
  const nameOf = ({ appId, number }: BudgetDay): string => `${appId}:${number}`;
  return {
    take: async (day, userId, { phonePerDay, phonePerAppPerDay }) => {
      const used = days.get(nameOf(day));
      const own = used?.by.get(userId) ?? 0;
      if (used === undefined || used.taken >= phonePerAppPerDay || own >= phonePerDay) return false;
      used.taken += 1;
      used.by.set(userId, own + 1);
      return true;
    },
    open: async (day, userId) => { if (days.has(nameOf(day))) return false; days.set(nameOf(day), { taken: 1, by: new Map([[userId, 1]]), endsAt: day.endsAt }); return true; },
    giveBack: async (day, userId) => {
      const used = days.get(nameOf(day));
      const own = used?.by.get(userId) ?? 0;
      if (used === undefined || own === 0) return;
      used.taken -= 1;
      used.by.set(userId, own - 1);
    },
    sweep: async (now) => {
      const over = [...days].filter(([, { endsAt }]) => endsAt + 86_400_000 < now);
      for (const [name] of over) days.delete(name);
      return over.length;
    },
  };
}

export function memoryFiles(held: Map<FileId, Buffer> = new Map()): Files & { held: Map<FileId, Buffer> } {
  return {
    held,
    read: async (file) => held.get(file) ?? null,
    keep: async (path, { bytes }) => {
      const file = `cloud://env.bucket/${path}` as FileId;
      held.set(file, bytes);
      return { file, url: `https://files.example.com/${path}` };
    },
    remove: async (files) => { for (const file of files) held.delete(file); return true; },
  };
}

/** Each remembers whose it was at first, as the documents of a collection do. */
export function memoryBelongings(held: Map<UserId, object[]> = new Map()): Belongings & { held: Map<UserId, object[]> } {
  const origins = new Map<object, UserId>();
  return {
    held, all: async (userId) => ({ notes: held.get(userId) ?? [] }), erase: async (userId) => { held.delete(userId); },
    move: async (from, to) => {
      const moved = held.get(from);
      if (moved !== undefined) held.set(to, [...(held.get(to) ?? []), ...moved]);
      for (const each of moved ?? []) if (!origins.has(each)) origins.set(each, from);
      held.delete(from);
    },
    giveBack: async (to, aliases) => {
      for (const [owner, all] of held) {
        const hers = owner === to ? [] : all.filter((each) => [to, ...aliases].includes(origins.get(each) ?? owner));
        if (hers.length === 0) continue;
        held.set(owner, all.filter((each) => !hers.includes(each)));
        if (held.get(owner)?.length === 0) held.delete(owner);
        held.set(to, [...(held.get(to) ?? []), ...hers]);
        for (const each of hers) if (origins.get(each) === to) origins.delete(each);
      }
    },
  };
}
