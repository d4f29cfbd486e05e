// The state of a user is the truth; each of her identities carries a copy, so that a renewal asks one document.
import type { UserId } from '../ids';
import type { Identities, SecurityEvent, Status, Users } from '../ports';
import { KEEP } from '../session/limits';

export interface StateWorld { identities: Identities; users: Users }

/** Two who change the state at once each copy what stands after their own write; a third round finds them agreed. */
const MOST_ROUNDS = 4;

/**
 * Copies the state that stands to her identities, and looks again: whoever changed it in between is copied too. An identity that joins at
 * this moment reads the user after it was added, so one of the two sees the other (SEC-44). Leaving a ban or a closing ends the sessions
 * of a ban and keeps those of a closing. Calls: 2 for a change that nobody disturbs.
 */
export async function spreadState(world: StateWorld, id: UserId, status: Status, event: SecurityEvent | null, end: 'end-sessions' | 'keep-sessions'): Promise<void> {
  let [current, news]: [Status, SecurityEvent | null] = [status, event];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await world.identities.setStatus(id, current, news, end, KEEP);
    const found = await world.users.findWithIdentities(id);
    if (found === null || found.user.status === 'erased') return;
    const { status: standing } = found.user;
    if (found.identities.every((identity) => identity.status === standing)) return;
    [current, news] = [standing, null];
  }
}
