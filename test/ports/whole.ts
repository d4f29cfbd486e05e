// An identity with its events, which are left out where an identity is found.
import type { IdentityKey } from '../../auth/ids';
import type { Identities, Identity } from '../../auth/ports';

/** Asks both, and sees that `find` leaves the events where they are. */
export async function whole({ identities }: { identities: Identities }, key: IdentityKey): Promise<Identity | undefined> {
  const identity = (await identities.find(key))?.identity;
  if (identity === undefined) return undefined;
  expect(identity.events).toEqual([]);
  const busy = (await identities.withEvents(Number.MAX_SAFE_INTEGER / 2, 100)).find((each) => each.key === key);
  return { ...identity, events: busy?.events ?? [] };
}
