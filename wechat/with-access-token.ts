// The one way to WeChat's interfaces that want an access_token: puts it in, and where WeChat says that it is dead, reports it and calls once more.
import * as v from 'valibot';
import type { AppAccessTokens } from '../auth/app-token/ports';
import type { AppSettings } from '../auth/ports';
import type { Refused } from '../auth/result';
import { meaningOf, saysTokenIsDead } from './errcode';
import type { Meaning } from './errcode';
import { getJson, postForMedia, postJson } from './transport';
import type { Endpoint } from './transport';

/** `body`: a JSON body makes it a POST. `isMedia`: a picture comes back, see Media. */
export interface TokenCall { path: string; query?: Record<string, string>; body?: object; isMedia?: true }

/** `answer`: as it came; null where WeChat was not asked, since no token was to be had. `errcode`: WeChat's own refusal, with what it means to us. */
export type Called = { ok: true; answer: unknown } | { ok: false; answer: unknown; refused: Pick<Refused, 'code'>; errcode: number | null; meaning: Meaning | null };

const Failure = v.object({ errcode: v.pipe(v.number(), v.integer(), v.notValue(0)) });

/**
 * The token stands in the query, where WeChat wants it, also beside a JSON body. A call that was refused for its token did nothing, so it is safe to make again.
 * @throws WeChatUnreachable, WeChatMalformed; neither carries the token
 */
export async function callWithToken(endpoint: Endpoint, tokens: AppAccessTokens, app: AppSettings, call: TokenCall): Promise<Called> {
  const first = await tokens.current(app);
  if (!first.ok) return { ok: false, answer: null, refused: first.refused, errcode: null, meaning: null };
  const answer = judge(await send(endpoint, call, first.value));
  if (answer.ok || answer.errcode === null || !saysTokenIsDead(answer.errcode)) return answer;
  const other = await tokens.instead(app, first.value, answer.errcode);
  return other.ok ? judge(await send(endpoint, call, other.value)) : { ...answer, refused: other.refused };
}

function send(endpoint: Endpoint, { path, query = {}, body, isMedia }: TokenCall, token: string): Promise<unknown> {
  const whole = { access_token: token, ...query };
  if (body === undefined) return getJson(endpoint, path, whole);
  return isMedia ? postForMedia(endpoint, path, whole, body) : postJson(endpoint, path, whole, body);
}

function judge(answer: unknown): Called {
  const failure = v.safeParse(Failure, answer);
  if (!failure.success) return { ok: true, answer };
  const { errcode } = failure.output;
  const meaning = meaningOf(errcode);
  return { ok: false, answer, refused: { code: meaning.code }, errcode, meaning };
}
