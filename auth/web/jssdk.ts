// Signs a page for WeChat's JS-SDK, by the ticket that the access_token centre keeps.
import { createHash } from 'node:crypto';
import type { JssdkSignature } from '../../contract/web';
import { readCredential } from '../app-token/read';
import type { ReadWorld } from '../app-token/read';
import type { AppId } from '../ids';
import type { AppSettings, Clock, Random } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';

export interface JssdkWorld { clock: Clock; random: Random; apps: ReadonlyMap<AppId, AppSettings>; reader: ReadWorld; pageOrigins: readonly string[] }

const MOST = 2048;
const NONCE_BYTES = 12;

/** Pages of our own origins alone. Refuses: bad-request (another page), not-found (no official account), and what the centre refuses. Calls: 1; none while the ticket is fresh in this instance. */
export async function signPage(world: JssdkWorld, url: string): Promise<Result<JssdkSignature>> {
  const page = url.split('#')[0] ?? '';
  if (page.length > MOST || !URL.canParse(page) || !world.pageOrigins.includes(new URL(page).origin)) return refuse('bad-request', 'url is no page of ALLOWED_ORIGINS, RETURN_TO or this door.');
  const app = [...world.apps.values()].find(({ kind }) => kind === 'official-account');
  if (app === undefined) return refuse('not-found', 'WECHAT_APPS names no official account.');
  const ticket = await readCredential(world.reader, { appId: app.appId, kind: 'jsapi-ticket' }, 'web');
  if (!ticket.ok) return ticket;
  const nonceStr = world.random.text(NONCE_BYTES).replace(/[^A-Za-z0-9]/g, '0');
  const timestamp = Math.floor(world.clock.now() / 1000);
  return accept({ appId: app.appId, timestamp, nonceStr, signature: jssdkSignature({ ticket: ticket.value.value, nonceStr, timestamp, url: page }) });
}

/** Keys in the order of their letters, values as they are. @see JS-SDK 使用权限签名算法, developers.weixin.qq.com */
export function jssdkSignature({ ticket, nonceStr, timestamp, url }: { ticket: string; nonceStr: string; timestamp: number; url: string }): string {
  return createHash('sha1').update(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`).digest('hex');
}
