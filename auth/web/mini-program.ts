// A mini program without cloud functions: no context says who calls, so the code of wx.login alone does.
import type { SignedIn } from '../../contract/doors';
import type { MiniProgramRequest } from '../../contract/web';
import type { AppId } from '../ids';
import { readInvite } from '../invite/code';
import type { AppSettings } from '../ports';
import { refuse } from '../result';
import type { Result } from '../result';
import type { SignInWorld } from '../sign-in/attempt';
import { enter } from '../sign-in/sign-in';
import type { StartBudget } from './ports';
import { refuseCrowd } from './crowd';

export interface MiniProgramWorld extends SignInWorld { apps: ReadonlyMap<AppId, AppSettings>; startBudget: StartBudget }

/** `address`: of the client, as the gateway says. */
export interface From { ipPrefix: string | null; address: string | null; appHint: string | null }

/**
 * Without WeChat nobody comes in here. The code is sent once (REL-04).
 * `app`, or else `appHint`: which one the request says it is of; a code of another is refused by WeChat, so nothing follows from a false one. Without either: the first.
 * Refuses: code-invalid, code-used, user-blocked, wechat-unavailable; not-found (WECHAT_APPS names no such mini program); what a sign-in refuses.
 */
export async function enterByCode(world: MiniProgramWorld, { code, app: named, device, consent, keep, invite }: MiniProgramRequest, { ipPrefix, address, appHint }: From): Promise<Result<SignedIn>> {
  const wanted = named ?? appHint;
  const app = [...world.apps.values()].find(({ kind, appId }) => kind === 'mini-program' && (wanted === null || appId === wanted));
  if (app === undefined) return refuse('not-found', 'WECHAT_APPS names no such mini program.');
  const crowded = await refuseCrowd(world, 'mini-program', address);
  if (crowded !== null) return crowded;
  const exchange = await world.wechat.exchange(app, code);
  if (exchange.kind === 'refused') return refuse(exchange.code, exchange.code === 'user-blocked' ? 'WeChat has blocked this person.' : 'WeChat does not take this code; fetch a new one by wx.login.');
  if (exchange.kind === 'unavailable') return refuse('wechat-unavailable', 'WeChat could not be asked for the code; try again with a new one.');
  const caller = { appId: app.appId, openId: exchange.openId, unionId: exchange.unionId, ipPrefix, openDataKeys: [] };
  return enter(world, app, caller, { device: device ?? null, policyVersion: consent?.policyVersion ?? null, wish: keep === true ? 'keep-account' : 'sign-in-only', invite: readInvite(invite ?? null) }, { unionId: exchange.unionId, sessionKey: exchange.sessionKey, profile: null, wechatTokens: null, sid: null, door: app.kind, isBearer: true });
}
