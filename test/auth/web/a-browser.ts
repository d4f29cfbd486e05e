// A browser, its page and WeChat's answer: all that a web sign-in passes through, without HTTP.
import { createHash, randomBytes } from 'node:crypto';
import { appId, openId, unionId } from '../../../auth/ids';
import type { AppSettings } from '../../../auth/ports';
import { finishAtCallback } from '../../../auth/web/callback';
import { claimTicket } from '../../../auth/web/claim';
import type { OAuthExchange } from '../../../auth/web/ports';
import { startWeb } from '../../../auth/web/start';
import type { StartInput } from '../../../auth/web/start';
import { sealWith, ticketKeys } from '../../../cloudbase/secrets';
import { memoryStartBudget, memoryWebFlows } from '../../ports/memory-web-flows';
import { APP, ISSUER, NEW_YEAR, aWorld, granted } from '../a-world';

export const SITE = 'https://site.example.com/';
const must = <T>(value: T | null): T => { if (value === null) throw new Error('not an id'); return value; };
export const WEBSITE: AppSettings = { ...APP, appId: must(appId('wxfa4e000000000003')), kind: 'website' };
export const ACCOUNT: AppSettings = { ...APP, appId: must(appId('wxfa4e000000000002')), kind: 'official-account' };
const keys = [{ kid: 's1', secret: randomBytes(32) }] as const;
export const ALICE_ON_THE_WEB = must(openId('oFAKE_web_alice_xxxxxxxxxxxx'));
export const UNION = must(unionId('oFAKE_U_alice'));
export const ALLOWED: Extract<OAuthExchange, { kind: 'exchanged' }> = { kind: 'exchanged', openId: ALICE_ON_THE_WEB, unionId: UNION, scopes: ['snsapi_login'], isSnapshot: false, profile: null, tokens: { userAccessToken: 'access-canary', userRefreshToken: 'refresh-canary', accessUntil: NEW_YEAR + 7_200_000, at: NEW_YEAR } };

export type WebRuleWorld = ReturnType<typeof aWebWorld>;

/** `says`: what WeChat answers to the code. */
export function aWebWorld(says: () => OAuthExchange | Promise<OAuthExchange> = () => ALLOWED) {
  const asked: string[] = [];
  return {
    ...aWorld(), webFlows: memoryWebFlows(), startBudget: memoryStartBudget(), publicOrigin: ISSUER, returnTo: [SITE], openBase: 'https://open.weixin.qq.com', apps: new Map([APP, WEBSITE, ACCOUNT].map((app) => [app.appId, app])),
    factsSeal: sealWith(keys, 'web-facts'), ticketKeys: ticketKeys(keys), tokensSeal: sealWith(keys, 'wechat-tokens'), keepsUserTokens: false, asked,
    wechatOAuth: { exchange: async (app: AppSettings, code: string, wantsProfile: boolean) => { asked.push(`${app.kind} ${code} ${wantsProfile}`); return says(); } },
  };
}

/** The verifier that a page keeps, and its challenge. */
export function aPage(name = 'page') {
  const verifier = createHash('sha256').update(name).digest('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export const asking = (change: Partial<StartInput> = {}): StartInput => ({ isDirect: false, returnTo: SITE, challenge: aPage().challenge, scope: null, app: null, invite: null, policyVersion: null, browser: null, address: '203.0.113.7', extras: [], ...change });

/** As far as WeChat's page: the state that stands in its address, and the browser's cookie. */
export async function begun(world: WebRuleWorld, door: 'qr' | 'h5' = 'qr', change: Partial<StartInput> = {}) {
  const { location, browser } = granted(await startWeb(world, door, asking(change)));
  return { location: new URL(location), browser, state: new URL(location).searchParams.get('state') ?? '' };
}

/** The fragment that the callback goes back with. */
export async function cameBack(world: WebRuleWorld, { browser = null, ...returned }: { code?: string | null; state: string; browser?: string | null }, door: 'qr' | 'h5' = 'qr') {
  const { location } = granted(await finishAtCallback(world, door, { code: 'c', browsers: browser === null ? [] : [browser], ...returned }));
  const [address = '', fragment = ''] = location.split('#');
  return { address, ticket: new URLSearchParams(fragment).get('ticket') ?? '', refusal: new URLSearchParams(fragment).get('refusal') };
}

/** From the button to the session. */
export async function signedInByQr(world: WebRuleWorld) {
  const { state, browser } = await begun(world);
  const { ticket } = await cameBack(world, { state, browser });
  return { ...granted(await claimTicket(world, { ticket, verifier: aPage().verifier }, null)), ticket };
}
