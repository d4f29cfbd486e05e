// Opens WeChat's pages as a browser does, and signs people in by them.
import type { LocalWeChat } from './local-wechat';
import { OFFICIAL_ACCOUNT, WEBSITE } from './local-wechat';

export const CALLBACK = 'http://service.localhost:5180/auth/callback';
export const STATE = 'a1b2c3';

export function insideAs(person: string): Record<string, string> {
  return { 'user-agent': `Mozilla/5.0 MicroMessenger/8.0.50 LocalPerson/${person}` };
}
const BROWSER = { accept: 'text/html,application/xhtml+xml' };

export interface Opened { status: number; location: string | null; html: string; headers: Headers }

export async function openPage(world: LocalWeChat, path: string, init: RequestInit = {}): Promise<Opened> {
  const headers = { ...BROWSER, ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(`${world.origin}/open.weixin.qq.com${path}`, { redirect: 'manual', ...init, headers });
  return { status: response.status, location: response.headers.get('location'), html: await response.text(), headers: response.headers };
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
/** The value of an attribute that stands once in the page; null: it stands nowhere. */
export function attribute(html: string, name: string): string | null {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(html)?.[1];
  return found === undefined ? null : unescaped(found);
}
/** The text of the element with this id, without its tags. */
export function textOf(html: string, id: string): string | null {
  const found = new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(html)?.[1];
  return found === undefined ? null : unescaped(found);
}

export function aWebsite(world: LocalWeChat, appid = WEBSITE, openPlatform: string | null = 'op1'): void {
  world.wechat.apps.put({ appid, kind: 'website', name: '网站 <b>Website</b>', openPlatform });
}

export function qrAddress(changes: Record<string, string | null> = {}): string {
  const asked = { appid: WEBSITE, redirect_uri: CALLBACK, response_type: 'code', scope: 'snsapi_login', state: STATE, ...changes };
  return `/connect/qrconnect?${new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== null))}`;
}
export async function uuidOf(world: LocalWeChat, address = qrAddress()): Promise<string> {
  return attribute((await openPage(world, address)).html, 'data-uuid') ?? '';
}

export function authorizeAddress(changes: Record<string, string | null> = {}): string {
  const asked = { appid: OFFICIAL_ACCOUNT, redirect_uri: CALLBACK, response_type: 'code', scope: 'snsapi_base', state: STATE, ...changes };
  return `/connect/oauth2/authorize?${new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== null))}`;
}

export function codeIn(location: string | null): string {
  return new URL(location ?? 'http://nowhere').searchParams.get('code') ?? '';
}

/** She scans the QR code of the website's page and allows it. */
export async function scannedCode(world: LocalWeChat, person = 'alice', appid = WEBSITE): Promise<string> {
  const uuid = await uuidOf(world, qrAddress({ appid }));
  world.wechat.web.scan(person, `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`);
  world.wechat.web.confirm(person, uuid);
  const { html } = await openPage(world, `/connect/l/qrconnect?uuid=${uuid}`);
  return /window\.wx_code='([^']+)'/.exec(html)?.[1] ?? '';
}

/** She opens the account's page inside WeChat, and allows what she is asked. */
export async function accountCode(world: LocalWeChat, { person = 'alice', scope = 'snsapi_userinfo', ...more }: { person?: string; scope?: string; forceSnapShot?: string } = {}): Promise<string> {
  const asked = authorizeAddress({ scope, ...more });
  const headers = { ...insideAs(person), 'content-type': 'application/x-www-form-urlencoded' };
  return codeIn((await openPage(world, asked, { method: 'POST', body: 'answer=allow', headers })).location);
}

/** What a server sends to trade a code. */
export function tradeOf(world: LocalWeChat, code: string, appid = WEBSITE): Record<string, string> {
  return { appid, secret: world.app(appid).secret, code, grant_type: 'authorization_code' };
}
