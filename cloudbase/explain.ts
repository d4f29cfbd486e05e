// Says in the log what failed and what an operator can do about it; the client is told nothing of it.
import { alarm, logFailure } from './log';
import { missingCollection } from './sdk';

export function explain(error: unknown): void {
  const collection = missingCollection(error);
  if (isMisconfigured(error)) alarm('misconfigured', { sentence: error.message });
  else if (collection !== null) alarm('collection-missing', { sentence: `Create the collection "${collection}" and the others that database.json names, each closed to clients (仅管理端可读写 / ADMINONLY).` });
  else logFailure(error);
}

/** By its code, not its class: the configuration and what it needs are not loaded for a refusal. */
function isMisconfigured(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'Misconfigured';
}
