// One identity of a user who was erased: its union is free, and a tombstone says that someone was here.
import type { Identities, Identity, Unions } from '../ports';

/** In this order: a union whose identity is a tombstone already would stay taken for ever. Calls: 2; 1 without a union. */
export async function buryIdentity(world: { identities: Identities; unions: Unions }, { key, union, userId }: Identity): Promise<void> {
  if (union !== null) await world.unions.forget(union, userId);
  await world.identities.bury(key, userId);
}
