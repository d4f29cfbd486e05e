// What /connect/oauth2/authorize is asked for, and WeChat's numbered refusals of it.
import type { AppRecord } from '../../ports';
import { hostOf } from './landing';
import type { WebParts } from './parts';
import { isCallbackHost } from './settings';

export type AccountScope = 'snsapi_base' | 'snsapi_userinfo';
export interface AuthorizeRequest { app: AppRecord; redirectUri: string; scope: AccountScope; state: string; forcePopup: boolean; forceSnapShot: boolean }
/** `errcode` null: a page of words alone. */
export interface WrongRequest { errcode: number | null; words: string }

const wrong = (errcode: number | null, words: string): WrongRequest => ({ errcode, words });

/** WeChat matches the link with a pattern: these, in this order, then whatever else. */
const IN_ORDER = ['appid', 'redirect_uri', 'response_type', 'scope', 'state'];
const REQUIRED: readonly [parameter: string, errcode: number][] = [['appid', 10012], ['redirect_uri', 10011], ['scope', 10010], ['state', 10013]];
const STATE = /^[a-zA-Z0-9]{1,128}$/;

function isInOrder(search: string): boolean {
  const names = search.split('&').map((pair) => pair.split('=', 1)[0] ?? '');
  return IN_ORDER.every((name, at) => names[at] === name) && new Set(names).size === names.length;
}

function wrongApp(app: AppRecord | null): WrongRequest | null {
  if (app?.kind === 'website') return wrong(10016, '不支持微信开放平台的 Appid，请使用公众号 Appid');
  return app?.kind === 'official-account' ? null : wrong(null, 'appid 参数错误');
}

function isScope(scope: string): scope is AccountScope {
  return scope === 'snsapi_base' || scope === 'snsapi_userinfo';
}

/** Missing parameters first, then their order, then each for itself (the order of these is ours). @see 网页授权, developers.weixin.qq.com */
export function readAuthorize({ state: { findApp }, settings }: WebParts, query: URLSearchParams, search: string): AuthorizeRequest | WrongRequest {
  const missing = REQUIRED.find(([parameter]) => !query.get(parameter));
  if (missing) return wrong(missing[1], `${missing[0]} 不能为空`);
  if (!isInOrder(search)) return wrong(null, '参数错误：请按 appid、redirect_uri、response_type、scope、state 的顺序填写');
  if (query.has('component_appid')) return wrong(10015, '公众号未授权第三方平台，请检查授权状态');
  const [redirectUri = '', responseType = '', scope = '', state = ''] = IN_ORDER.slice(1).map((name) => query.get(name) ?? '');
  const app = findApp(query.get('appid') ?? '');
  const bad = wrongApp(app);
  if (bad !== null || app === null) return bad ?? wrong(null, 'appid 参数错误');
  if (responseType !== 'code') return wrong(null, 'response_type 参数错误');
  const host = hostOf(redirectUri);
  if (host === null || !isCallbackHost(settings.of(app.appid), host)) return wrong(10003, 'redirect_uri 域名与后台配置不一致');
  if (!isScope(scope)) return wrong(10005, '此公众号并没有这些 scope 的权限');
  if (!STATE.test(state)) return wrong(null, 'state 参数错误：只能是字母和数字，最多 128 字节');
  return { app, redirectUri, scope, state, forcePopup: query.get('forcePopup') === 'true', forceSnapShot: query.get('forceSnapShot') === 'true' };
}
