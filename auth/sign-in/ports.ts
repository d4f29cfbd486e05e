// What signing in asks of WeChat.
import type { OpenId, UnionId } from '../ids';
import type { AppSettings } from '../ports';

/** What WeChat says of a login code. */
export type Exchange =
  | { kind: 'exchanged'; openId: OpenId; unionId: UnionId | null; sessionKey: string }
  | { kind: 'refused'; code: 'code-invalid' | 'code-used' | 'user-blocked' }
  | { kind: 'unavailable'; reason: string };

export interface WeChatLogin { exchange(app: AppSettings, code: string): Promise<Exchange> }
