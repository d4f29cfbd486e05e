// How many strangers of one address begin something (SEC-73).
import { createHmac } from 'node:crypto';
import type { Alarm, Clock } from '../ports';
import type { Result } from '../result';
import { limited } from '../session/rate';
import type { Limits } from '../session/rate';
import type { StartBudget } from './ports';

export interface CrowdWorld { clock: Clock; alarm: Alarm; startBudget: StartBudget; limits: Limits; indexKey: Buffer }

const MINUTE_MS = 60_000;

/** So many in a minute. `address`: as the gateway says. Null: not too many. Calls: 1; 2 for the first of a minute. */
export async function refuseCrowd(world: CrowdWorld, what: string, address: string | null): Promise<Result<never> | null> {
  const minute = Math.floor(world.clock.now() / MINUTE_MS);
  return (await world.startBudget.take(addressKey(world, what, address), minute, world.limits.statePerMinute)) ? null : limited((minute + 1) * MINUTE_MS);
}

/** No address lies in the database. Those that the gateway did not tell share one count, and an operator hears of it. `what`: that is counted. */
export function addressKey({ indexKey, alarm }: Pick<CrowdWorld, 'indexKey' | 'alarm'>, what: string, address: string | null): string {
  if (address === null) alarm('no-client-address', { remedy: 'the gateway tells no x-real-ip: everybody shares one count', counted: what });
  return createHmac('sha256', indexKey).update(`address:${what}:${address ?? ''}`).digest('base64url').slice(0, 22);
}
