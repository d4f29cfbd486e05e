// Lets the login code testify beside the context: where WeChat answers, both witnesses must name the same person.
import type { UnionId } from '../ids';
import type { AppSettings, Caller } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { WeChatLogin } from './ports';

export interface Testimony { unionId: UnionId | null; sessionKey: string | null }

const REFUSALS = {
  'code-invalid': 'WeChat does not know the login code; fetch a new one by wx.login.',
  'code-used': 'The login code was exchanged before; fetch a new one by wx.login.',
  'user-blocked': 'WeChat blocks this person from signing in.',
} as const;

/**
 * Refuses: code-invalid (also: a code of another person), code-used, user-blocked.
 * Busy, unreachable, over quota or misconfigured: the context alone testifies. A code is never sent twice (REL-04).
 */
export async function exchangeCode(world: { wechat: WeChatLogin }, app: AppSettings, caller: Caller, code: string | null): Promise<Result<Testimony>> {
  if (code === null) return accept({ unionId: caller.unionId, sessionKey: null });
  const exchange = await world.wechat.exchange(app, code);
  switch (exchange.kind) {
    case 'refused': return refuse(exchange.code, REFUSALS[exchange.code]);
    case 'unavailable': return accept({ unionId: caller.unionId, sessionKey: null });
    case 'exchanged': break;
  }
  const sameUnion = exchange.unionId === null || caller.unionId === null || exchange.unionId === caller.unionId;
  if (exchange.openId !== caller.openId || !sameUnion) return refuse('code-invalid', 'The login code is of another person.');
  return accept({ unionId: caller.unionId ?? exchange.unionId, sessionKey: exchange.sessionKey });
}
