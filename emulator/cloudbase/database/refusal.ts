// The database's answer "no": wire codes and the messages developers search for.

/** Becomes `{ code, message }` on the wire. */
export class DatabaseRefusal extends Error {
  constructor(readonly code: string, message: string) { super(message); }
}

export function collectionMissing(name: string): DatabaseRefusal {
  return new DatabaseRefusal('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}. Please check your request, but if the problem cannot be solved, contact us.`);
}

/** MongoDB refused to write; `step` is 'Insert' for inserts, which the cloud names. */
export function writeFailed(reason: string, step?: 'Insert'): DatabaseRefusal {
  return new DatabaseRefusal('DATABASE_REQUEST_FAILED', `[FailedOperation${step ? `.${step}` : ''}] multiple write errors: [{write errors: [{${reason}}]}, {<nil>}]`);
}

/** MongoDB refused to read: a query, order, projection or stage it cannot parse. */
export function readFailed(reason: string): DatabaseRefusal {
  return new DatabaseRefusal('DATABASE_REQUEST_FAILED', `[FailedOperation] ${reason}`);
}

/** No such operator in MongoDB at all. The code's spelling is the cloud's. */
export function operatorUnknown(reason: string): DatabaseRefusal {
  return new DatabaseRefusal('DATABASE_INVALID_OPERRATOR', `[InvalidParameter] ${reason}`);
}

export function invalidParameter(reason: string): DatabaseRefusal {
  return new DatabaseRefusal('INVALID_PARAM', `[InvalidParameter] ${reason}`);
}
