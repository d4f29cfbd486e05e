// The access_token centre, asked from another function.
import type { Centre } from '../auth/app-token/ports';
import { accept } from '../auth/result';
import type { Result } from '../auth/result';
import { callFunction } from '../cloudbase/call-function';
import type { Empty } from '../contract/reply';

export const byDoor: Centre = {
  renew: async ({ appId, kind }, by) => empty(await callFunction('app-token', { action: 'renew', appId, kind, by })),
  report: async ({ appId }, { failedHash, errcode }, by) => empty(await callFunction('app-token', { action: 'report', appId, failedHash, ...(errcode === null ? {} : { errcode }), by })),
};

function empty(answered: Result<unknown>): Result<Empty> {
  return answered.ok ? accept({}) : answered;
}
