// The login port over jscode2session: which failures refuse the person and which only leave WeChat out.
import type { Alarm, AppSettings } from '../auth/ports';
import { jscode2session } from './sns/jscode2session';
import { WeChatMalformed, WeChatUnreachable } from './transport';
import type { Endpoint } from './transport';
import type { Exchange, WeChatLogin } from '../auth/sign-in/ports';

/** What an operator reads: `alarm` where we are to mend something, `notice` where WeChat was left out. */
export interface Journal { alarm: Alarm; notice: Alarm }

const CALL = 'sns/jscode2session';

/** Never throws for what WeChat or the network does. */
export function weChatLogin(endpoint: Endpoint, journal: Journal): WeChatLogin {
  return { exchange: (app, code) => exchange(endpoint, journal, app, code) };
}

async function exchange(endpoint: Endpoint, journal: Journal, app: AppSettings, code: string): Promise<Exchange> {
  try {
    const answer = await jscode2session(endpoint, app, code);
    if (answer.ok) return { kind: 'exchanged', openId: answer.openId, unionId: answer.unionId, sessionKey: answer.sessionKey };
    const { meaning, errcode } = answer;
    switch (meaning.code) {
      case 'code-invalid':
      case 'code-used':
      case 'user-blocked': return { kind: 'refused', code: meaning.code };
    }
    const detail = { appid: app.appId, errcode: String(errcode), call: CALL };
    if (meaning.misconfigured) journal.alarm('wechat-misconfigured', detail);
    else journal.notice('wechat-left-out', detail);
    return { kind: 'unavailable', reason: meaning.code };
  } catch (error) {
    if (!(error instanceof WeChatUnreachable || error instanceof WeChatMalformed)) throw error;
    journal.notice('wechat-left-out', { appid: app.appId, reason: error.message, call: CALL });
    return { kind: 'unavailable', reason: error.message };
  }
}
