// Reads what the interfaces that hand out credentials answer: a value and how long it lives, or an errcode.
import * as v from 'valibot';
import type { Fetched } from '../../auth/app-token/ports';
import { meaningOf } from '../errcode';
import { WeChatMalformed, WeChatUnreachable } from '../transport';

/** Printable, as it stands in a query; WeChat asks to keep at least 512 characters. */
const Value = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/));
/** Seconds. */
const ExpiresIn = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7 * 24 * 60 * 60));
const Failure = v.object({ errcode: v.pipe(v.number(), v.integer(), v.notValue(0)), errmsg: v.optional(v.string(), '') });
const IssuedToken = v.object({ access_token: Value, expires_in: ExpiresIn });
const IssuedTicket = v.object({ errcode: v.optional(v.literal(0)), ticket: Value, expires_in: ExpiresIn });

/** WeChat's errmsg of 40164, and of 61004, names the address that it saw. */
const SEEN_ADDRESS = /(?:invalid ip|requestIP:) ([0-9a-fA-F.:]{2,45})/;

export function judgeToken(answer: unknown): Fetched {
  const issued = v.safeParse(IssuedToken, answer);
  return issued.success ? { kind: 'issued', value: issued.output.access_token, expiresInSeconds: issued.output.expires_in } : judgeFailure(answer, [addressRemedy, secretRemedy]);
}

/** Its token is reported and renewed by whoever asks with it; of the AppSecret it knows nothing. */
export function judgeTicket(answer: unknown): Fetched {
  const issued = v.safeParse(IssuedTicket, answer);
  return issued.success ? { kind: 'issued', value: issued.output.ticket, expiresInSeconds: issued.output.expires_in } : judgeFailure(answer, [addressRemedy]);
}

/** What an operator can do about an errcode, or null. */
type Remedy = (errcode: number, errmsg: string) => string | null;

function judgeFailure(answer: unknown, remedies: readonly Remedy[]): Fetched {
  const failure = v.safeParse(Failure, answer);
  if (!failure.success) return failed('malformed answer');
  const { errcode, errmsg } = failure.output;
  const { code } = meaningOf(errcode);
  return { kind: 'failed', code: code === 'wechat-busy' || code === 'rate-limited' ? 'wechat-busy' : 'wechat-unavailable', reason: `errcode ${errcode}`, remedy: remedies.map((remedy) => remedy(errcode, errmsg)).find((sentence) => sentence !== null) ?? null };
}

/** The errmsg is never told further, but for the address that WeChat saw. */
function addressRemedy(errcode: number, errmsg: string): string | null {
  if (errcode === 89503 || errcode === 89506 || errcode === 89507) return 'The app’s administrator has to confirm this address in WeChat, or has refused it.';
  if (errcode !== 40164 && errcode !== 61004) return null;
  const address = SEEN_ADDRESS.exec(errmsg)?.[1] ?? 'an address that it does not tell';
  return `WeChat saw ${address}, which is not in the IP whitelist (IP 白名单). Enter it beside the AppSecret: official account, 微信开发者平台 > 我的业务 > 基础信息 > 开发密钥 (earlier 设置与开发 > 基本配置); mini program, 开发管理 > 开发设置. Cloud functions have no fixed address: docs/app-token.md tells the ways out.`;
}

function secretRemedy(errcode: number): string | null {
  switch (errcode) {
    case 40125: case 40001: return 'The AppSecret in WECHAT_APPS is not the app’s; enter the present one.';
    case 40013: return 'The appid in WECHAT_APPS is unknown to WeChat, or of a kind that has no access_token.';
    case 40243: return 'The AppSecret is frozen; unfreeze it in WeChat’s console, which takes about ten minutes to work.';
    case 45009: return 'The day’s quota of this interface is used up; look for whoever else fetches tokens, or clear the quota in WeChat’s console.';
    default: return null;
  }
}

/** For what the network or the far side did. @throws whatever is neither */
export function failureOf(error: unknown): Fetched {
  if (error instanceof WeChatUnreachable || error instanceof WeChatMalformed) return failed(error.message);
  throw error;
}

function failed(reason: string): Fetched {
  return { kind: 'failed', code: 'wechat-unavailable', reason, remedy: null };
}
