// WeChat's error codes and what each means to us: the one place where they are read.
// Source: the error tables of developers.weixin.qq.com for login, OAuth, tokens, open data and mini program codes.
import type { Refused } from '../auth/result';
import type { DeadTokenErrcode } from '../contract/app-token';

/** What a code means; `misconfigured` is ours to mend and raises an alarm. */
export type Meaning =
  | { code: Extract<Refused['code'], 'code-invalid' | 'code-used' | 'user-blocked' | 'rate-limited' | 'wechat-busy' | 'wechat-unavailable'>; misconfigured: false }
  | { code: 'internal'; misconfigured: true };

const misconfigured = { code: 'internal', misconfigured: true } as const;
const meaning = (code: Exclude<Meaning['code'], 'internal'>): Meaning => ({ code, misconfigured: false });

const MEANINGS: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [-1, meaning('wechat-busy')],
  [40029, meaning('code-invalid')],
  [40163, meaning('code-used')],
  [40226, meaning('user-blocked')],
  [45009, meaning('rate-limited')], [45011, meaning('rate-limited')],
  // Named by WeChat's pages for other calls, or never seen on the wire for a login code.
  ...[40030, 42001, 42002, 42003, 42007, 50002].map((errcode): [number, Meaning] => [errcode, meaning('wechat-unavailable')]),
  // What only our configuration or our code can cause.
  ...[40001, 40002, 40003, 40013, 40014, 40097, 40125, 40129, 40164, 40169, 40243, 41001, 41002, 41003, 41004, 41008, 41030, 43002, 44002, 47001, 48001,
    50004, 50007, 61004, 61007, 87008, 87009, 89501, 89503, 89506, 89507,
    // The cloud's own words before it asks WeChat: no such interface, and none that the function's config.json permits.
    -604100, -604101].map((errcode): [number, Meaning] => [errcode, misconfigured]),
]);

/** What a person wrote or chose must not be shown to others. */
export function isRisky(errcode: number): boolean {
  return errcode === 87014;
}

/** The access_token that a call carried is dead: wrong or replaced, malformed, expired. */
export function saysTokenIsDead(errcode: number): errcode is DeadTokenErrcode {
  return errcode === 40001 || errcode === 40014 || errcode === 42001;
}

/** A person's refresh token is worth nothing any more: unknown, over its thirty days, or void since she changed her password. */
export function saysPersonMustReturn(errcode: number): boolean {
  return errcode === 40030 || errcode === 42002 || errcode === 42007;
}

/** WeChat keeps this person out of its pages: 用户受限. */
export function saysPersonIsLimited(errcode: number): boolean {
  return errcode === 50002;
}

/** Total: a code that no page names is WeChat being unavailable to us (SEC-16). */
export function meaningOf(errcode: number): Meaning {
  return MEANINGS.get(errcode) ?? meaning('wechat-unavailable');
}
