// Begins a sign-in by a mini-program code: a scene that a phone opens, and a secret by which the page asks what came of it.
import type { ScanStarted } from '../../contract/web';
import type { AppId } from '../ids';
import { readInvite } from '../invite/code';
import type { Alarm, AppSettings, Clock, Random } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { freeAt, limited, within } from '../session/rate';
import type { Limits } from '../session/rate';
import type { WebFlows } from '../web/ports';
import { addressKey } from '../web/crowd';
import { isChallenge } from '../web/proof';
import type { ProgramCodes, ScanBudget, ScanPlace } from './ports';
import { flowOfScene, sceneOf } from './scene';

export interface BeginScanWorld { clock: Clock; alarm: Alarm; random: Random; apps: ReadonlyMap<AppId, AppSettings>; webFlows: WebFlows; scanBudget: ScanBudget; programCodes: ProgramCodes; limits: Limits; indexKey: Buffer }

/** `site`: the origin of the page that asks, null for none of ours. `address`: of the client, as the gateway says. `browser`: 'Chrome · Windows'. */
export interface ScanInput { challenge: string; app: string | null; invite: string | null; site: string | null; address: string | null; ipPrefix: string | null; browser: string | null }

/** Whoever has to fetch her phone, and no longer (SEC-52). */
const LIVES_MS = 120_000;
const SECRET_BYTES = 16;

/** Refuses: forbidden (a page of no listed origin), bad-request (no challenge), not-found (no mini program), rate-limited (SEC-73); wechat-busy, wechat-unavailable, internal. Calls, deep / all: 2 / 2; 1 more for the first of an address, for a code that is not drawn, and for the access_token where this instance has none. WeChat: 1. */
export async function beginScan(world: BeginScanWorld, input: ScanInput): Promise<Result<ScanStarted>> {
  if (input.site === null) return refuse('forbidden', 'The page that asks is of no origin in ALLOWED_ORIGINS.');
  if (!isChallenge(input.challenge)) return refuse('bad-request', 'challenge wants base64url of a SHA-256: 43 characters.');
  const app = [...world.apps.values()].find(({ kind, appId }) => kind === 'mini-program' && (input.app === null || appId === input.app));
  if (app === undefined) return refuse('not-found', 'WECHAT_APPS names no such mini program.');
  const now = world.clock.now();
  const rate = within(LIVES_MS, world.limits.scansOpen, now);
  const place = { address: addressKey(world, 'scan', input.address), at: now };
  const taken = await world.scanBudget.take(place, now + LIVES_MS, rate);
  if (taken !== true) return limited(freeAt(taken, rate) ?? now + LIVES_MS);
  const started = await open(world, app, { ...input, site: input.site }, place);
  if (!started.ok) await world.scanBudget.giveBack(place);
  return started;
}

async function open(world: BeginScanWorld, app: AppSettings, { challenge, invite, site, ipPrefix, browser }: ScanInput & { site: string }, place: ScanPlace): Promise<Result<ScanStarted>> {
  const pollSecret = world.random.text(SECRET_BYTES);
  const scene = sceneOf(pollSecret);
  const id = flowOfScene(scene);
  if (id === null) return refuse('internal', 'No scene could be made.');
  const expiresAt = place.at + LIVES_MS;
  const matchNumber = twoDigits(world.random);
  const scan = { ipPrefix, browser, matchNumber, startedAt: place.at, place };
  const [, image] = await Promise.all([
    world.webFlows.open({ id, step: 'state', door: 'scan', isDirect: false, appId: app.appId, scope: '', challenge, returnTo: site, browser: '', invite: readInvite(invite), policyVersion: null, scan, expiresAt, code: null, outcome: null, givenUntil: null }),
    world.programCodes.draw(app, scene),
  ]);
  return image.ok ? accept({ pollSecret, image: image.value, matchNumber, expiresAt }) : image;
}

function twoDigits(random: Random): string {
  return String(Buffer.from(random.text(4), 'base64url').readUInt32BE() % 100).padStart(2, '0');
}
