// WeChat's error codes with their words on the wire. @see 通用错误码, developers.weixin.qq.com, and replies quoted in its community
import type { OpenApiReply } from '../../ports';
import { newRid } from '../identifiers';

function notInWhitelistWords(address: string): string {
  return `invalid ip ${address} ipv6 ::ffff:${address}, not in whitelist`;
}

/** As captured, without the rid. */
const CAPTURED: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40006: 'invalid media size',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40030: 'invalid refresh_token',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40163: 'code been used',
  40164: notInWhitelistWords('127.0.0.1'),
  40169: 'invalid length for scene, or the data is not json string',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41003: 'refresh_token missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43002: 'require POST method',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  48001: 'api unauthorized',
  50002: 'user limited',
  50004: 'user not allow to use accesstoken, maybe for punishment',
  61004: 'access clientip is not registered requestIP: 127.0.0.1',
  61010: 'code is expired',
  87008: 'invalid sig_method',
  87009: 'invalid signature',
  87014: 'risky content',
};

/** In the vendor's lists, but no reply was ever found: the words are ours. Clients decide by errcode. */
const NEVER_SEEN: Readonly<Record<number, string>> = {
  40243: 'appsecret frozen',
  42002: 'refresh_token expired',
  42003: 'oauth_code expired',
  42007: 'access_token and refresh_token void after a password change',
  50007: 'account frozen',
  61007: 'api is not authorized to the third-party platform',
  89501: 'ip request is waiting for confirmation',
  89503: 'ip request needs the administrator',
  89506: 'ip refused by the administrator, retry in 24 hours',
  89507: 'ip refused by the administrator, retry in 1 hour',
};

/** The gateway before sns/* answers this one, in its own style: no comma before the rid. */
const ANSWERED_BY_GATEWAY = new Set([45009]);

/** The words for an errcode; one in no list gets those of -1. */
export function errmsgOf(errcode: number): string {
  return CAPTURED[errcode] ?? NEVER_SEEN[errcode] ?? 'system error';
}

/** A refusal of an sns/* call, as its body. */
export function snsError(errcode: number, now: number): string {
  const comma = ANSWERED_BY_GATEWAY.has(errcode) ? '' : ',';
  return JSON.stringify({ errcode, errmsg: `${errmsgOf(errcode)}${comma} rid: ${newRid(now)}` });
}

/** A refusal of a wxa/* or cgi-bin/* call: the rid stands behind a blank. */
export function wxaRefusal(errcode: number, now: number): OpenApiReply {
  return { errcode, errmsg: `${errmsgOf(errcode)} rid: ${newRid(now)}` };
}

/** 40164 repeats the address WeChat saw, which is what a person enters into the list. */
export function notInWhitelist(address: string, now: number): OpenApiReply {
  return { errcode: 40164, errmsg: `${notInWhitelistWords(address)} rid: ${newRid(now)}` };
}
