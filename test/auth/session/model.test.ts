// The rules against the model: random sequences of everything that can happen to a session, crashes and lost answers among them.
import fc from 'fast-check';
import { ban, lift } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { keep } from '../../../auth/account/keep';
import { list } from '../../../auth/session/list';
import { makeRefreshToken, readRefreshToken } from '../../../auth/session/refresh-token';
import { renew } from '../../../auth/session/renew';
import { revoke } from '../../../auth/session/revoke';
import { signOutEverywhere } from '../../../auth/session/sign-out-everywhere';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, NEW_YEAR, aWorld, codeOf } from '../a-world';
import type { RuleWorld } from '../a-world';
import * as expected from './session-model';
import type { Model } from './session-model';

/** `npm run proof` asks for more. */
const RUNS = Number(process.env['PROOF_RUNS'] ?? 10_000);

interface Held { accessToken: string; refreshTokens: string[] }
/** The real side: the rules on the stores in memory, and what a client holds of each session (null: it never heard of it). */
interface Real { world: RuleWorld; held: (Held | null)[]; fault: 'none' | 'crash' | 'lost' }

function aReal(): Real {
  const real: Real = { world: aWorld(), held: [], fault: 'none' };
  const { identities } = real.world;
  real.world.identities = { ...identities, openSession: faulty(real, identities.openSession), advance: faulty(real, identities.advance) };
  return real;
}

/** The next write crashes before it is done, or is done and its answer is lost. */
function faulty<Args extends unknown[], R>(real: Real, write: (...args: Args) => Promise<R>): (...args: Args) => Promise<R> {
  return async (...args) => {
    const { fault } = real;
    real.fault = 'none';
    if (fault === 'crash') throw new Error('crashed');
    const answer = await write(...args);
    if (fault === 'lost') throw new Error('lost');
    return answer;
  };
}

type Command = fc.AsyncCommand<Model, Real>;

function command(name: string, check: (model: Model) => boolean, run: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check,
    run: async (model, real) => {
      await run(model, real);
      const stored = [...real.world.rows.identities.values()].flatMap(({ sessions }) => sessions.map(({ n, usedAt }) => [n, usedAt]));
      expect(stored).toEqual(expected.present(model).map(({ n, usedAt }) => [n, usedAt]));
      const states = [...real.world.rows.users.values(), ...real.world.rows.identities.values()].map(({ status }) => status);
      expect(new Set(states)).toEqual(new Set(states.length === 0 ? [] : [model.status]));
    },
    toString: () => name,
  };
}

/** The i-th session that some client holds. */
function pick(model: Model, real: Real, index: number) {
  const name = index % model.opened;
  const [session, held] = [model.sessions[name], real.held[name]];
  return session === undefined || held === null || held === undefined ? null : { session, held };
}

async function tryCode(answer: Promise<Parameters<typeof codeOf>[0]>): Promise<string> {
  return answer.then(codeOf, (error: Error) => error.message);
}

const some = (model: Model) => model.opened > 0;
const isActive = (model: Model) => model.status === 'active';

const doSignIn = command('sign in', () => true, async (model, real) => {
  const answer = await signIn(real.world, APP, ALICE, A_TAP);
  expect(codeOf(answer)).toBe(expected.signIn(model));
  if (answer.ok) real.held.push({ accessToken: answer.value.accessToken, refreshTokens: [answer.value.refreshToken] });
});

/** Soon there are more than an identity keeps. */
const signInOften = command('sign in 8 times', isActive, async (model, real) => {
  for (let count = 0; count < 8; count += 1) await doSignIn.run(model, real);
});

const signInFails = (fault: 'crash' | 'lost') => command(`sign in, ${fault}`, (model) => some(model) && isActive(model), async (model, real) => {
  real.fault = fault;
  expect(await tryCode(signIn(real.world, APP, ALICE, A_TAP))).toBe(fault === 'crash' ? 'crashed' : 'lost');
  if (fault === 'lost') { expected.openSession(model); real.held.push(null); }
});

const renewWith = (index: number, behind: number) => command(`renew ${index} with current - ${behind}`, some, async (model, real) => {
  const at = pick(model, real, index);
  const n = at === null ? -1 : at.held.refreshTokens.length - 1 - behind;
  const token = at?.held.refreshTokens[n];
  if (at === null || token === undefined) return;
  const answer = await renew(real.world, APP, ALICE, token);
  expect(codeOf(answer)).toBe(expected.renew(model, at.session, n));
  if (!answer.ok) return;
  at.held.accessToken = answer.value.accessToken;
  at.held.refreshTokens[n + 1] = answer.value.refreshToken;
});

const renewLost = (index: number) => command(`renew ${index}, answer lost, asked again`, (model) => some(model) && isActive(model), async (model, real) => {
  const at = pick(model, real, index);
  if (at === null) return;
  const n = at.held.refreshTokens.length - 1;
  const token = at.held.refreshTokens[n] ?? '';
  real.fault = 'lost';
  expect(await tryCode(renew(real.world, APP, ALICE, token))).toBe('lost');
  if (at.session.n === n) expected.renew(model, at.session, n);
  const again = await renew(real.world, APP, ALICE, token);
  expect(codeOf(again)).toBe(expected.renew(model, at.session, n));
  if (again.ok) { at.held.accessToken = again.value.accessToken; at.held.refreshTokens[n + 1] = again.value.refreshToken; }
});

const renewForged = (index: number) => command(`renew ${index} forged and ahead`, some, async (model, real) => {
  const at = pick(model, real, index);
  const facts = at === null ? null : readRefreshToken(real.world.mint.macKeys, at.held.refreshTokens[0] ?? '');
  if (at === null || facts === null) return;
  expect(codeOf(await renew(real.world, APP, ALICE, `${at.held.refreshTokens[0]}A`))).toBe('token-invalid');
  expect(codeOf(await renew(real.world, APP, ALICE, makeRefreshToken(real.world.mint.macKeys, { ...facts, n: at.session.n + 7 })))).toBe(expected.renew(model, at.session, at.session.n + 7));
});

const useAccess = (index: number) => command(`list by ${index}`, some, async (model, real) => {
  const at = pick(model, real, index);
  if (at !== null) expect(codeOf(await list(real.world, APP, ALICE, at.held.accessToken))).toBe(expected.authenticate(model, at.session));
});

const doRevoke = (by: number, target: number) => command(`revoke ${target} by ${by}`, some, async (model, real) => {
  const [own, other] = [pick(model, real, by), pick(model, real, target)];
  const sessionId = sidIn(other?.held.accessToken);
  if (own === null || other === null || sessionId === null) return;
  expect(codeOf(await revoke(real.world, APP, ALICE, own.held.accessToken, sessionId))).toBe(expected.revoke(model, own.session, other.session));
});

const doEverywhere = (index: number) => command(`everywhere by ${index}`, some, async (model, real) => {
  const at = pick(model, real, index);
  if (at !== null) expect(codeOf(await signOutEverywhere(real.world, APP, ALICE, at.held.accessToken))).toBe(expected.everywhere(model, at.session));
});

/** The one user there is. */
function userId(real: Real) {
  const [id] = real.world.rows.users.keys();
  if (id === undefined) throw new Error('nobody has signed in');
  return id;
}

const doBan = command('ban', some, async (model, real) => {
  expected.ban(model);
  expect(codeOf(await ban(real.world, 'ops', userId(real)))).toBe('ok');
});

const doLift = command('lift', some, async (model, real) => {
  // Lifting where there is no ban does nothing and is told so only where she is not as she would be after it.
  expected.lift(model);
  expect(codeOf(await lift(real.world, 'ops', userId(real)))).toBe('ok');
});

const doClose = (index: number) => command(`close by ${index}`, some, async (model, real) => {
  const at = pick(model, real, index);
  if (at !== null) expect(codeOf(await closeAccount(real.world, APP, ALICE, at.held.accessToken))).toBe(expected.close(model, at.session));
});

const doKeep = (index: number) => command(`keep by ${index}`, some, async (model, real) => {
  const at = pick(model, real, index);
  if (at !== null) expect(codeOf(await keep(real.world, APP, ALICE, at.held.accessToken))).toBe(expected.keep(model, at.session));
});

const signInToKeep = command('sign in to keep', some, async (model, real) => {
  const answer = await signIn(real.world, APP, ALICE, { ...A_TAP, wish: 'keep-account' });
  expect(codeOf(answer)).toBe(expected.signInToKeep(model));
  if (answer.ok) real.held.push({ accessToken: answer.value.accessToken, refreshTokens: [answer.value.refreshToken] });
});

const passTime = (milliseconds: number) => command(`${milliseconds} ms pass`, () => true, async (model, real) => {
  model.now += milliseconds;
  real.world.clock.advance(milliseconds);
});

function sidIn(accessToken: string | undefined): string | null {
  return accessToken === undefined ? null : (JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8')) as { sid: string }).sid;
}

/** Mostly the same few, so that commands meet. */
const index = fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(30) });
const MINUTE = 60_000;
const commands = fc.commands(
  [
    fc.constant(doSignIn), fc.constant(signInOften), fc.constantFrom('crash' as const, 'lost' as const).map(signInFails),
    index.map((each) => renewWith(each, 0)), index.map((each) => renewWith(each, 0)), index.map((each) => renewWith(each, 1)), fc.tuple(index, fc.integer({ min: 2, max: 4 })).map(([each, behind]) => renewWith(each, behind)),
    index.map(renewLost), index.map(renewForged), index.map(useAccess), fc.tuple(index, index).map(([by, target]) => doRevoke(by, target)), index.map(doEverywhere),
    fc.constantFrom(doBan, doLift, doLift), index.map(doClose), index.map(doKeep), fc.constant(signInToKeep),
    fc.oneof(fc.constantFrom(9_999, 10_000, 10_001, 12_000, 15 * 1440 * MINUTE - 1, 15 * 1440 * MINUTE, 30 * 1440 * MINUTE - 1, 30 * 1440 * MINUTE), fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: MINUTE, max: 20 * MINUTE }), fc.integer({ min: 20 * 1440 * MINUTE, max: 40 * 1440 * MINUTE }), fc.integer({ min: -10 * MINUTE, max: -1 })).map(passTime),
  ],
  { maxCommands: 24, size: 'max' },
);

test('[SE-7] any sequence of sign-ins, renewals, revocations, bans, closings, clocks, crashes and lost answers ends as the drawing says', async () => {
  await fc.assert(fc.asyncProperty(commands, (sequence) => fc.asyncModelRun(() => ({ model: expected.freshModel(NEW_YEAR), real: aReal() }), sequence)), { numRuns: RUNS });
}, 3_600_000);
