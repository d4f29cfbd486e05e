// What WeChat's page came back with: the state is used up first, then the code is traded, and the outcome waits for the page that began.
import type { RefusalCode } from '../../contract/reply';
import type { WebDoorName } from '../../contract/web';
import { flowId } from '../ids';
import type { AppId, FlowId } from '../ids';
import type { KeyRing, Seal } from '../keys';
import type { AppSettings, Clock, Pause } from '../ports';
import { refuse } from '../result';
import type { Result } from '../result';
import { sealFacts } from './facts';
import type { OAuthExchange, WeChatOAuth, WebFlow, WebFlows, WebOutcome } from './ports';
import { hashOf, isSame } from './proof';
import { ticketOf } from './ticket-secret';

export interface CallbackWorld { clock: Clock; pause: Pause; apps: ReadonlyMap<AppId, AppSettings>; webFlows: WebFlows; wechatOAuth: WeChatOAuth; factsSeal: Seal; ticketKeys: KeyRing; policyVersion: string | null; keepsUserTokens: boolean }

/** As they came, each once; `browser`: the cookie, where the browser kept it. */
/** `browsers`: the cookies that the browser has of sign-ins it began. */
export interface Returned { code: string | null; state: string | null; browsers: readonly string[] }

/** The same browser gets the same outcome so long (REL-04). */
export const GIVEN_MS = 60_000;
const STATE = /^[0-9a-f]{32}$/;
const CODE = /^[\x21-\x7e]{1,512}$/;
/** What one of WeChat's pages sends in the place of a code where the person said no. */
const NO = 'authdeny';
/** Whose tokens sns/userinfo takes. */
const SHOWING: readonly string[] = ['snsapi_login', 'snsapi_userinfo'];
/** The one who trades the code is waited for so long by the same page loaded twice. */
export const WAITS_MS = [100, 200, 400, 800, 1500, 2000, 1500];

/** Where the browser goes: back to the page, with a ticket or a refusal in the fragment. Refuses: state-invalid, and then it goes nowhere. */
export async function finishAtCallback(world: CallbackWorld, door: WebDoorName, returned: Returned): Promise<Result<{ location: string }>> {
  const isBeginner = (flow: WebFlow) => returned.browsers.some((browser) => isSame(flow.browser, hashOf(browser)));
  // A web-view may drop cookies: then only the page's verifier tells, later.
  const mayBe = (flow: WebFlow) => flow.door === door && !flow.isDirect && (returned.browsers.length === 0 || isBeginner(flow));
  const reached = await reach(world, returned, { isBeginner, mayBe });
  if (!reached.ok) return reached;
  const { flow, outcome } = reached.value;
  return { ok: true, value: { location: `${flow.returnTo}#${'facts' in outcome ? `ticket=${ticketOf(world.ticketKeys, flow.id)}` : `refusal=${outcome.refusal}`}` } };
}

export interface Reached { flow: WebFlow; outcome: WebOutcome }

export interface Asker { /** Surely who began. */ isBeginner(flow: WebFlow): boolean; /** Nothing speaks against it. */ mayBe(flow: WebFlow): boolean }

/**
 * The outcome of a flow, traded for now or a moment ago. Of a moment ago it is told to who began alone, and only for the code that came first: whoever
 * began a flow may have sent another person through WeChat's page with it, and must not be told who she is.
 * Refuses: state-invalid (unknown, used, foreign, too old; nothing is asked of WeChat). Database calls, deep / all: 2 / 3.
 */
export async function reach(world: CallbackWorld, { code, state }: Pick<Returned, 'code' | 'state'>, { isBeginner, mayBe }: Asker): Promise<Result<Reached>> {
  if (state === null || !STATE.test(state)) return invalid();
  const id = flowId(state);
  const now = world.clock.now();
  const codeHash = hashOf(code ?? '');
  // Used up by whoever brings it: in no second hand is it worth anything.
  const [isTaken, flow] = await Promise.all([world.webFlows.take(id, codeHash, now), world.webFlows.find(id)]);
  if (flow === null || !mayBe(flow)) return invalid();
  if (isTaken) return trade(world, flow, code);
  return isBeginner(flow) ? given(world, id, codeHash) : invalid();
}

async function trade(world: CallbackWorld, flow: WebFlow, code: string | null): Promise<Result<Reached>> {
  const outcome = await outcomeOf(world, flow, code);
  await world.webFlows.answer(flow.id, outcome, world.clock.now() + GIVEN_MS);
  return { ok: true, value: { flow, outcome } };
}

/** Of a page that was loaded again: what the first answer was, or will be. */
async function given(world: CallbackWorld, id: FlowId, codeHash: string): Promise<Result<Reached>> {
  for (const wait of [0, ...WAITS_MS]) {
    if (wait > 0) await world.pause(wait);
    const flow = await world.webFlows.find(id);
    if (flow === null || flow.code === null || !isSame(flow.code, codeHash)) return invalid();
    if (flow.outcome !== null) return (flow.givenUntil ?? 0) > world.clock.now() ? { ok: true, value: { flow, outcome: flow.outcome } } : invalid();
  }
  return invalid();
}

async function outcomeOf(world: CallbackWorld, flow: WebFlow, code: string | null): Promise<WebOutcome> {
  if (code === null || code === NO) return { refusal: 'declined' };
  const app = world.apps.get(flow.appId);
  if (app === undefined) return { refusal: 'internal' };
  if (!CODE.test(code)) return { refusal: 'code-invalid' };
  // What is not kept is not asked for.
  const mayKeep = mayKeepProfile(world, flow);
  const exchange = await world.wechatOAuth.exchange(app, code, flow.scope !== 'snsapi_base' && mayKeep);
  const refusal = refusalOf(exchange, flow.scope);
  if (refusal !== null || exchange.kind !== 'exchanged') return { refusal: refusal ?? 'internal' };
  const tokens = world.keepsUserTokens && mayKeep && exchange.scopes.some((each) => SHOWING.includes(each)) ? exchange.tokens : null;
  return { facts: sealFacts(world.factsSeal, flow.id, { ...exchange, tokens, by: null }) };
}

/** Where a policy is in force: once the page said that the person agreed to it. */
export function mayKeepProfile({ policyVersion }: { policyVersion: string | null }, flow: WebFlow): boolean {
  return policyVersion === null || flow.policyVersion === policyVersion;
}

/** A snapshot page's person is nobody (SEC-49); a scope that was not given is a no. */
function refusalOf(exchange: OAuthExchange, scope: string): RefusalCode | null {
  if (exchange.kind !== 'exchanged') return exchange.code;
  if (exchange.isSnapshot) return 'snapshot-user';
  return exchange.scopes.includes(scope) ? null : 'declined';
}

function invalid(): Result<never> {
  return refuse('state-invalid', 'This sign-in is unknown, used, too old or of another browser; begin it again.');
}
