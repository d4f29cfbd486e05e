// A small pure model of one account and its sessions: what the drawing beside the code says, and nothing of how it is done.

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const MOST = 20;

export interface ModelSession { name: number; n: number; usedAt: number; endsAt: number; accessExpiresAt: number; present: boolean }
/** `erasesAt`: where she closed the account and nobody kept it since; a ban on top leaves it standing. */
export interface Model { now: number; status: 'active' | 'banned' | 'closing'; erasesAt: number | null; sessions: ModelSession[]; opened: number }

export const freshModel = (now: number): Model => ({ now, status: 'active', erasesAt: null, sessions: [], opened: 0 });

export const present = (model: Model): ModelSession[] => model.sessions.filter((session) => session.present);

const alive = (model: Model, session: ModelSession): boolean => session.present && model.now < session.usedAt + 30 * DAY && model.now < session.endsAt;

const stateCode = (model: Model): string => ({ active: 'ok', banned: 'user-blocked', closing: 'account-closed' })[model.status];

const tokenLifeEnd = (now: number): number => (Math.floor(now / SECOND) + 900) * SECOND;

/** The session is written, whether or not its opener hears of it. */
export function openSession(model: Model): ModelSession {
  const session = { name: model.opened, n: 0, usedAt: model.now, endsAt: model.now + 90 * DAY, accessExpiresAt: tokenLifeEnd(model.now), present: true };
  model.opened += 1;
  model.sessions.push(session);
  for (const old of present(model).slice(0, -MOST)) old.present = false;
  return session;
}

/** While the account waits and its time is not over, the wish to keep it opens it again. */
function reopen(model: Model): boolean {
  if (model.status !== 'closing' || model.erasesAt === null || model.now >= model.erasesAt) return false;
  Object.assign(model, { status: 'active', erasesAt: null });
  return true;
}

export function signIn(model: Model): string {
  const code = stateCode(model);
  if (code === 'ok') openSession(model);
  return code;
}

export function signInToKeep(model: Model): string {
  reopen(model);
  return signIn(model);
}

/** What a renewal with generation n answers, and what it leaves. */
export function renew(model: Model, session: ModelSession, n: number): string {
  if (!alive(model, session)) return 'session-revoked';
  if (n > session.n) return 'token-invalid';
  if (model.status !== 'active') return stateCode(model);
  if (n === session.n) {
    Object.assign(session, { n: n + 1, usedAt: model.now, accessExpiresAt: tokenLifeEnd(model.now) });
    return 'ok';
  }
  const age = model.now - session.usedAt;
  if (n === session.n - 1 && age >= -60 * SECOND && age <= 10 * SECOND) {
    session.accessExpiresAt = tokenLifeEnd(model.now);
    return 'ok';
  }
  if (n < session.n - 1 || age >= 0) session.present = false;
  return 'session-revoked';
}

/** What any action answers that only wants a live session. */
export function authenticate(model: Model, session: ModelSession): string {
  const code = recognise(model, session);
  return code === 'ok' ? stateCode(model) : code;
}

/** Whose session it is, whatever the state of the account. */
function recognise(model: Model, session: ModelSession): string {
  const issuedAt = session.accessExpiresAt - 900 * SECOND;
  if (model.now < issuedAt - 60 * SECOND) return 'token-invalid';
  if (model.now > session.accessExpiresAt + 60 * SECOND) return 'token-expired';
  return alive(model, session) ? 'ok' : 'session-revoked';
}

/** Closing and keeping pass a gate of their own: an account that waits may still be closed, which says nothing new, or kept. */
function recogniseWaiting(model: Model, session: ModelSession): string {
  const code = recognise(model, session);
  return code === 'ok' && model.status === 'banned' ? 'user-blocked' : code;
}

/** Keeps the sessions: until it is kept the gate lets none of them pass. */
export function close(model: Model, session: ModelSession): string {
  const code = recogniseWaiting(model, session);
  if (code === 'ok' && model.status === 'active') Object.assign(model, { status: 'closing', erasesAt: model.now + 15 * DAY });
  return code;
}

export function keep(model: Model, session: ModelSession): string {
  const code = recogniseWaiting(model, session);
  if (code !== 'ok') return code;
  return model.status === 'active' || reopen(model) ? 'ok' : 'account-closed';
}

/** By an operator, repeated or not. */
export function ban(model: Model): void {
  model.status = 'banned';
}

/** The sessions from before the ban are over; an account that waited goes on waiting. */
export function lift(model: Model): void {
  if (model.status !== 'banned') return;
  model.status = model.erasesAt === null ? 'active' : 'closing';
  for (const session of model.sessions) session.present = false;
}

export function revoke(model: Model, by: ModelSession, target: ModelSession): string {
  const code = authenticate(model, by);
  if (code !== 'ok') return code;
  if (!target.present) return 'not-found';
  target.present = false;
  return 'ok';
}

export function everywhere(model: Model, by: ModelSession): string {
  const code = authenticate(model, by);
  if (code === 'ok') for (const session of model.sessions) session.present = false;
  return code;
}
