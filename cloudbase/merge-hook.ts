// Tells the app's own function that two users became one, or are two again (MERGE_HOOK).
import type { MergeHook } from '../auth/merge/ports';
import { alarm, logFailure } from './log';
import { withinDeadline } from './invocation';
import { sdk } from './sdk';

/** It heard when it returned, whatever but `{ ok: false }`. One that throws, is too slow or is not deployed is told again later. */
export function mergeHook(name: string): MergeHook {
  return async (event, patience) => {
    try {
      const cloud = await sdk();
      const { result } = await withinDeadline(Promise.resolve(cloud.callFunction({ name, data: { ...event } })), patience) as { result?: unknown };
      return !(typeof result === 'object' && result !== null && 'ok' in result && result.ok === false);
    } catch (error) {
      alarm('merge-hook-silent', { name, sentence: 'MERGE_HOOK names a function that did not return; is it deployed? Housekeeping tells it again.' });
      logFailure(error);
      return false;
    }
  };
}
