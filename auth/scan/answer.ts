// The person on the phone: she sees who asks, and allows it or not. Scanning alone signs nobody in (SEC-52).
import type { ScanLook } from '../../contract/doors';
import type { Empty } from '../../contract/reply';
import type { FlowId, IdentityKey } from '../ids';
import type { Seal } from '../keys';
import type { AppSettings, Caller } from '../ports';
import { bringFrom } from '../invite/inviter';
import type { Invites } from '../invite/ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { Authenticated, AuthenticateWorld } from '../session/authenticate';
import { GIVEN_MS } from '../web/callback';
import { sealFacts } from '../web/facts';
import type { WebFlow, WebFlows, WebOutcome } from '../web/ports';
import { hashOf } from '../web/proof';
import type { ScanAsked, ScanBudget } from './ports';
import { flowOfScene } from './scene';

export interface ScanAnswerWorld extends AuthenticateWorld { webFlows: WebFlows; scanBudget: ScanBudget; invites: Invites; factsSeal: Seal }
export interface Scanned { accessToken: string; scene: string }
type ScanFlow = WebFlow & { scan: ScanAsked };

/** From now on the code is hers: nobody else can answer it. Refuses: token-*, session-revoked, user-blocked, account-closed; not-found (unknown, over, of another app, another's). Calls, deep / all: 2 / 3. */
export async function lookAtScan(world: ScanAnswerWorld, app: AppSettings, caller: Caller, { accessToken, scene }: Scanned): Promise<Result<ScanLook>> {
  const own = await authenticate(world, app, caller, accessToken);
  if (!own.ok) return own;
  const id = flowOfScene(scene);
  if (id === null) return noScan();
  const scanner = scannerOf(own.value.identity.key);
  const [isTaken, flow] = await Promise.all([world.webFlows.take(id, scanner, world.clock.now()), world.webFlows.find(id)]);
  if (!isScan(flow) || flow.appId !== app.appId || !(isTaken || isHers(world, flow, scanner)) || flow.outcome !== null) return noScan();
  const { returnTo: site, scan: { ipPrefix, browser, matchNumber, startedAt }, expiresAt } = flow;
  return accept({ site, ipPrefix, browser, matchNumber, startedAt, expiresAt });
}

/** Repeated: the same. What she allows holds while the session is alive in which she did. Refuses as lookAtScan; not-found also before she looked, and after she declined. Calls, deep / all: 2 / 4. */
export function confirmScan(world: ScanAnswerWorld, app: AppSettings, caller: Caller, scanned: Scanned): Promise<Result<Empty>> {
  return answer(world, app, caller, scanned, {
    // What names her is in the page's hands from here on, sealed: she is let in by it as by WeChat's own word.
    outcome: (id, { identity, session, user }) => ({ facts: sealFacts(world.factsSeal, id, { openId: caller.openId, unionId: caller.unionId ?? identity.unionId, profile: null, tokens: null, by: { sid: session.sid, userId: user.id } }) }),
    isSame: (outcome) => 'facts' in outcome,
    besides: ({ invite, scan }, { user }) => bringFrom(world.invites, { invite, since: scan.startedAt, now: world.clock.now() }, user),
  });
}

/** Repeated: the same. Refuses as confirmScan; not-found after she confirmed. Calls, deep / all: 2 / 4. */
export function declineScan(world: ScanAnswerWorld, app: AppSettings, caller: Caller, scanned: Scanned): Promise<Result<Empty>> {
  return answer(world, app, caller, scanned, { outcome: () => ({ refusal: 'declined' }), isSame: (outcome) => 'refusal' in outcome, besides: async () => {} });
}

interface Answer { outcome(id: FlowId, own: Authenticated): WebOutcome; isSame(outcome: WebOutcome): boolean; /** What is done with it. */ besides(flow: ScanFlow, own: Authenticated): Promise<void> }

async function answer(world: ScanAnswerWorld, app: AppSettings, caller: Caller, { accessToken, scene }: Scanned, { outcome, isSame, besides }: Answer): Promise<Result<Empty>> {
  const id = flowOfScene(scene);
  const [own, flow] = await Promise.all([authenticate(world, app, caller, accessToken), id === null ? null : world.webFlows.find(id)]);
  if (!own.ok) return own;
  if (!isScan(flow) || flow.appId !== app.appId || !isHers(world, flow, scannerOf(own.value.identity.key))) return noScan();
  if (flow.outcome !== null) return isSame(flow.outcome) ? accept({}) : noScan();
  const until = world.clock.now() + GIVEN_MS;
  const [isAnswered] = await Promise.all([world.webFlows.answer(flow.id, outcome(flow.id, own.value), until), world.scanBudget.giveBack(flow.scan.place), besides(flow, own.value)]);
  if (isAnswered) return accept({});
  // Another tap of hers was faster.
  const answered = (await world.webFlows.find(flow.id))?.outcome ?? null;
  return answered !== null && isSame(answered) ? accept({}) : noScan();
}

function isScan(flow: WebFlow | null): flow is ScanFlow {
  return flow?.scan != null;
}

function isHers({ clock }: ScanAnswerWorld, { code, expiresAt }: WebFlow, scanner: string): boolean {
  return code === scanner && expiresAt > clock.now();
}

/** A dump of the flows tells nobody's identity. */
function scannerOf(identity: IdentityKey): string {
  return hashOf(`scanner:${identity}`);
}

function noScan(): Result<never> {
  return refuse('not-found', 'The code is unknown, over, answered, or another person scanned it first.');
}
