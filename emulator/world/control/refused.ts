// What the control plane and the phone's wire refuse, as HTTP.

/** Answered as `{ error: { code, message } }` with this status. */
export class Refused extends Error {
  constructor(readonly status: 400 | 403 | 404 | 405, readonly code: string, message: string, readonly headers: Record<string, string> = {}) { super(message); }
}

export function badRequest(message: string): Refused {
  return new Refused(400, 'bad-request', message);
}

export function unknownName(what: 'person' | 'app' | 'function' | 'path' | 'fault' | 'code', name: string): Refused {
  return new Refused(404, 'not-found', `there is no ${what} ${JSON.stringify(name)}`);
}

export function methodNotAllowed(path: string, methods: string[]): Refused {
  return new Refused(405, 'method-not-allowed', `${path} takes ${methods.join(', ')}`, { allow: methods.join(', ') });
}
