// Begins a sign-in by a mini-program code: a scene that a phone opens, and a secret by which the page asks what came of it.
import type { ScanStarted } from '../../contract/web';
import type { AppId } from '../ids';
import { readInvite } from '../invite/code';
import type { AppSettings, Clock, Random } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { limited, within } from '../session/rate';
import type { Limits } from '../session/rate';
import type { WebFlows } from '../web/ports';
import { CHALLENGE, addressKey } from '../web/start';
import type { ProgramCodes, ScanBudget } from './ports';
import { flowOfScene, sceneOf } from './scene';

export interface BeginScanWorld { clock: Clock; random: Random; apps: ReadonlyMap<AppId, AppSettings>; webFlows: WebFlows; scanBudget: ScanBudget; programCodes: ProgramCodes; limits: Limits; indexKey: Buffer }

/** `site`: the origin of the page that asks, null for none of ours. `address`: of the client, as the gateway says. `browser`: 'Chrome · Windows'. */
export interface ScanInput { challenge: string; app: string | null; invite: string | null; site: string | null; address: string | null; ipPrefix: string | null; browser: string | null }

/** Whoever has to fetch her phone, and no longer (SEC-52). */
const LIVES_MS = 120_000;
const SECRET_BYTES = 16;

/** Refuses: forbidden (a page of no listed origin), bad-request (no challenge), not-found (no mini program), rate-limited (SEC-73); wechat-busy, wechat-unavailable, internal. Calls, deep / all: 2 / 2; 1 more for the first of an address, and for the access_token where this instance has none. WeChat: 1. */
export async function beginScan(world: BeginScanWorld, input: ScanInput): Promise<Result<ScanStarted>> {
  if (input.site === null) return refuse('forbidden', 'The page that asks is of no origin in ALLOWED_ORIGINS.');
  if (!CHALLENGE.test(input.challenge)) return refuse('bad-request', 'challenge wants base64url of a SHA-256: 43 characters.');
  const app = [...world.apps.values()].find(({ kind, appId }) => kind === 'mini-program' && (input.app === null || appId === input.app));
  if (app === undefined) return refuse('not-found', 'WECHAT_APPS names no such mini program.');
  const now = world.clock.now();
  const expiresAt = now + LIVES_MS;
  if (!(await world.scanBudget.take(addressKey(world.indexKey, 'scan', input.address), { now, until: expiresAt, rate: within(LIVES_MS, world.limits.scansOpen, now) }))) return limited(expiresAt);
  return open(world, app, { ...input, site: input.site }, { now, expiresAt });
}

async function open(world: BeginScanWorld, app: AppSettings, input: ScanInput & { site: string }, { now, expiresAt }: { now: number; expiresAt: number }): Promise<Result<ScanStarted>> {
  const { challenge, invite, site, ipPrefix, browser } = input;
  const pollSecret = world.random.text(SECRET_BYTES);
  const scene = sceneOf(pollSecret);
  const id = flowOfScene(scene);
  if (id === null) return refuse('internal', 'No scene could be made.');
  const matchNumber = twoDigits(world.random);
  const scan = { ipPrefix, browser, matchNumber, startedAt: now };
  const [, image] = await Promise.all([
    world.webFlows.open({ id, step: 'state', door: 'scan', isDirect: false, appId: app.appId, scope: '', challenge, returnTo: site, browser: '', invite: readInvite(invite) === null ? null : invite, scan, expiresAt, code: null, outcome: null, givenUntil: null }),
    world.programCodes.draw(app, scene),
  ]);
  return image.ok ? accept({ pollSecret, image: image.value, matchNumber, expiresAt }) : image;
}

function twoDigits(random: Random): string {
  return String(Buffer.from(random.text(4), 'base64url').readUInt32BE() % 100).padStart(2, '0');
}
