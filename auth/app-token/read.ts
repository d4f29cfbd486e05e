// Reads a credential for whoever may have one: from memory while it is fresh, else the sealed row; the centre is asked only where that does not do.
import type { DeadTokenErrcode } from '../../contract/app-token';
import type { Ms } from '../../contract/reply';
import type { AppSettings, Clock } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { REMEMBERED_MS, isDue, isLeased, isLiving, restsUntil } from './lifetime';
import type { AppAccessTokens, Centre, CredentialId, CredentialRecord, Credentials } from './ports';
import { unavailable } from './renew';
import { hashOf, open } from './sealed';
import type { Seal } from '../keys';

export interface Readable { value: string; expiresAt: Ms }

/** Lives as long as the instance. */
export interface CredentialMemory { read(id: CredentialId): Remembered | null; write(id: CredentialId, remembered: Remembered | null): void }
interface Remembered extends Readable { readAt: Ms; freshUntil: Ms }

export interface ReadWorld { clock: Clock; credentials: Pick<Credentials, 'find'>; credentialSeal: Seal; centre: Centre; memory: CredentialMemory }

export function credentialMemory(): CredentialMemory {
  const remembered = new Map<string, Remembered>();
  const keyOf = ({ appId, kind }: CredentialId): string => `${appId}:${kind}`;
  return {
    read: (id) => remembered.get(keyOf(id)) ?? null,
    write: (id, entry) => { if (entry === null) remembered.delete(keyOf(id)); else remembered.set(keyOf(id), entry); },
  };
}

/** Refuses as the centre does: not-found, wechat-busy, wechat-unavailable. Calls: 0 while fresh in this instance, else 1; 2 and one of the centre where it is due. */
export async function readCredential(world: ReadWorld, id: CredentialId, by: string): Promise<Result<Readable>> {
  const now = world.clock.now();
  const known = world.memory.read(id);
  // A clock that went back behind the reading says nothing of what is left.
  if (known !== null && known.readAt <= now && now < known.freshUntil) return accept(known);
  return fromRow(world, id, await world.credentials.find(id), by);
}

async function fromRow(world: ReadWorld, id: CredentialId, record: CredentialRecord | null, by: string): Promise<Result<Readable>> {
  const now = world.clock.now();
  if (record !== null && !isWanting(record, now) && open(world.credentialSeal, record.id, record.current) !== null) return readable(world, record, now);
  const renewed = await world.centre.renew(id, by);
  const after = await world.credentials.find(id);
  const answered = world.clock.now();
  if (after !== null && isLiving(after, answered)) return readable(world, after, answered);
  return renewed.ok ? unavailable() : renewed;
}

/** WeChat refused this very value. Refuses as readCredential, and rate-limited. Calls: 1 where the row holds another by now, else 2 and one of the centre. */
export async function reportCredential(world: ReadWorld, id: CredentialId, failed: { value: string; errcode: DeadTokenErrcode | null }, by: string): Promise<Result<Readable>> {
  world.memory.write(id, null);
  const record = await world.credentials.find(id);
  if (record === null || open(world.credentialSeal, id, record.current) !== failed.value) return fromRow(world, id, record, by);
  const reported = await world.centre.report(id, { failedHash: hashOf(failed.value), errcode: failed.errcode }, by);
  // From the row: another reader of this instance may have remembered the dead one meanwhile.
  return reported.ok ? fromRow(world, id, await world.credentials.find(id), by) : reported;
}

/** An access_token for the calls of this function. */
export function accessTokens(world: ReadWorld, by: string): AppAccessTokens {
  const idOf = ({ appId }: AppSettings): CredentialId => ({ appId, kind: 'access-token' });
  const textOf = (read: Result<Readable>): Result<string> => (read.ok ? accept(read.value.value) : read);
  return {
    current: async (app) => textOf(await readCredential(world, idOf(app), by)),
    instead: async (app, value, errcode) => textOf(await reportCredential(world, idOf(app), { value, errcode }, by)),
  };
}

/** Due, and nobody is at it, and WeChat is not left alone for a moment. */
function isWanting(record: CredentialRecord, now: Ms): boolean {
  return isDue(record, now) && !(isLiving(record, now) && (isLeased(record, now) || restsUntil(record, now) !== null));
}

function readable({ credentialSeal, memory }: ReadWorld, record: CredentialRecord, now: Ms): Result<Readable> {
  const value = open(credentialSeal, record.id, record.current);
  if (value === null || record.current === null) return refuse('internal', 'The token just stored opens with none of this function’s SEAL_KEYS; give every function the same.');
  const { expiresAt } = record.current;
  memory.write(record.id, { value, expiresAt, readAt: now, freshUntil: Math.min(record.renewAt, expiresAt, now + REMEMBERED_MS) });
  return accept({ value, expiresAt });
}
