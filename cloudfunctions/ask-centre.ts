// The access_token centre, asked from another function.
import type { Centre } from '../auth/app-token/ports';
import { credentialMemory } from '../auth/app-token/read';
import type { ReadWorld } from '../auth/app-token/read';
import { accept } from '../auth/result';
import type { Result } from '../auth/result';
import { callFunction } from '../cloudbase/call-function';
import { sealWith } from '../cloudbase/secrets';
import type { Empty } from '../contract/reply';
import type { World } from './wiring';

export const byDoor: Centre = {
  renew: async ({ appId, kind }, by) => empty(await callFunction('app-token', { action: 'renew', appId, kind, by })),
  report: async ({ appId }, { failedHash, errcode }, by) => empty(await callFunction('app-token', { action: 'report', appId, failedHash, ...(errcode === null ? {} : { errcode }), by })),
};

function empty(answered: Result<unknown>): Result<Empty> {
  return answered.ok ? accept({}) : answered;
}

/** Reads what the centre keeps, and asks it where that does not do. Its memory lives as long as the instance. */
export function centreReader({ clock, credentials, configuration }: Pick<World, 'clock' | 'credentials' | 'configuration'>): ReadWorld {
  return { clock, credentials, credentialSeal: sealWith(configuration.sealKeys, 'app-token'), memory: credentialMemory(), centre: byDoor };
}
