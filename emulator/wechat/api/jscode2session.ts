// auth.code2Session: trades a wx.login code for openid, session_key and, where there is one, unionid.
import type { Codes } from '../codes';
import type { Sessions } from '../sessions';
import type { State } from '../state';
import { unionidFor } from '../state';
import { openidOf } from '../identifiers';

export type Exchanged = { errcode: number } | { session_key: string; openid: string; unionid?: string };

const REQUIRED: readonly [parameter: string, errcode: number][] = [['appid', 41002], ['secret', 41004], ['js_code', 41008]];

/** Only the query is read, so that a form post misses its appid, as at WeChat. */
function badParameters(query: URLSearchParams): number | null {
  const missing = REQUIRED.find(([parameter]) => !query.get(parameter));
  if (missing) return missing[1];
  return query.get('grant_type') === 'authorization_code' ? null : 40002;
}

/**
 * Judges in WeChat's order: parameters, app, secret, code, quota, person. Marks the code used before anything is answered.
 * A blocked person's code is not used up (WeChat does not say).
 * @see 小程序登录凭证校验, developers.weixin.qq.com
 */
export function jscode2session({ state, codes, sessions }: { state: State; codes: Codes; sessions: Sessions }, query: URLSearchParams): Exchanged {
  const bad = badParameters(query);
  if (bad !== null) return { errcode: bad };
  const app = state.findApp(query.get('appid') ?? '');
  if (app?.kind !== 'mini-program') return { errcode: 40013 };
  if (app.secret !== query.get('secret')) return { errcode: 40125 };
  const issued = codes.find(query.get('js_code') ?? '', app.appid);
  const person = issued && state.findPerson(issued.person);
  if (!person) return { errcode: 40029 };
  if (!sessions.countExchange(app.appid, person.name)) return { errcode: 45011 };
  if (issued.usedAt !== null) return { errcode: 40163 };
  if (person.blocked) return { errcode: 40226 };
  codes.markUsed(issued);
  const unionid = unionidFor(person, app);
  // Order of the keys as on the wire; a success carries no errcode, whatever the vendor's sample prints
  return { session_key: issued.sessionKey, openid: openidOf(person.name, app.appid), ...(unionid === null ? {} : { unionid }) };
}
