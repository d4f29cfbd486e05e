// What signing in through a browser asks of the world: flows that wait for WeChat, and WeChat's OAuth.
import type { RefusalCode } from '../../contract/reply';
import type { Ms } from '../../contract/reply';
import type { WebDoorName } from '../../contract/web';
import type { AppId, FlowId, InviteKey, OpenId, UnionId } from '../ids';
import type { ScanAsked } from '../scan/ports';
import type { AppSettings, Sealed, WeChatProfile } from '../ports';
import type { WeChatTokens } from '../profile/ports';

/** state: waits for WeChat · asked: WeChat is being asked · answered: the outcome waits for its page · claimed: the page has it. */
export type WebFlowStep = 'state' | 'asked' | 'answered' | 'claimed';

/** Where WeChat's answer goes: facts of the person, sealed for this flow, or why there are none. */
export type WebOutcome = { facts: Sealed } | { refusal: RefusalCode };

export interface WebFlow {
  id: FlowId;
  step: WebFlowStep;
  door: WebDoorName | 'scan';
  /** WeChat leads to the page itself, which posts code and state; else to the callback. */
  isDirect: boolean;
  appId: AppId;
  scope: string;
  /** base64url SHA-256 of what only the page that began knows. */
  challenge: string;
  /** Of a scan: the origin of the page. */
  returnTo: string;
  /** Hash of the cookie that the browser was given, which it may not keep. */
  browser: string;
  /** What a link brought; it is not in WeChat's address. */
  invite: InviteKey | null;
  /** What the page says that the person agreed to; whether it is in force is judged where it counts. */
  policyVersion: string | null;
  /** Of a code that a phone scans: who asks. Null: one of WeChat's pages. */
  scan: ScanAsked | null;
  expiresAt: Ms;
  /** Hash of the code that came first: only who has that very code is told what it gave. Of a scan: hash of whose phone came first. */
  code: string | null;
  outcome: WebOutcome | null;
  /** Until when the outcome is given. */
  givenUntil: Ms | null;
}

export interface WebFlows {
  open(flow: WebFlow): Promise<void>;
  /** state → asked, once, in its time, by who brings this code. */
  take(id: FlowId, code: string, now: Ms): Promise<boolean>;
  find(id: FlowId): Promise<WebFlow | null>;
  /** asked → answered, and kept until then; false when it is in another step. */
  answer(id: FlowId, outcome: WebOutcome, givenUntil: Ms): Promise<boolean>;
  /** answered → claimed; false when it is in another step. */
  claim(id: FlowId): Promise<boolean>;
  /** claimed → answered: nobody came in by it. */
  unclaim(id: FlowId): Promise<void>;
}

/** How many sign-ins one address began in a minute. */
export interface StartBudget { take(address: string, minute: number, most: number): Promise<boolean> }

/** What WeChat says of the code that its page gave. */
export type OAuthExchange =
  | { kind: 'exchanged'; openId: OpenId; unionId: UnionId | null; scopes: readonly string[]; isSnapshot: boolean; profile: WeChatProfile | null; tokens: WeChatTokens }
  | { kind: 'refused'; code: 'code-invalid' | 'code-used' | 'user-blocked' }
  | { kind: 'unavailable'; code: 'wechat-busy' | 'wechat-unavailable' };

/** Never throws for what WeChat or the network does. The code is sent once. */
export interface WeChatOAuth { exchange(app: AppSettings, code: string, wantsProfile: boolean): Promise<OAuthExchange> }
