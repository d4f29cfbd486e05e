// The login port over jscode2session: which failures refuse the person and which only leave WeChat out.
import type { Alarm, AppSettings, Exchange, WeChatLogin } from '../auth/ports';
import { jscode2session } from './sns/jscode2session';
import type { Endpoint } from './transport';

/** Never throws for what WeChat or the network does; a misconfiguration raises an alarm with the errcode. */
export function weChatLogin(endpoint: Endpoint, alarm: Alarm): WeChatLogin {
  return { exchange: (app, code) => exchange(endpoint, alarm, app, code) };
}

async function exchange(endpoint: Endpoint, alarm: Alarm, app: AppSettings, code: string): Promise<Exchange> {
  try {
    const answer = await jscode2session(endpoint, app, code);
    if (answer.ok) return { kind: 'exchanged', openId: answer.openId, unionId: answer.unionId, sessionKey: answer.sessionKey };
    const { meaning } = answer;
    if (meaning.misconfigured) alarm('wechat-misconfigured', { appid: app.appId, errcode: String(answer.errcode), call: 'sns/jscode2session' });
    switch (meaning.code) {
      case 'code-invalid':
      case 'code-used':
      case 'user-blocked': return { kind: 'refused', code: meaning.code };
      default: return { kind: 'unavailable', reason: meaning.code };
    }
  } catch (error) {
    if (error instanceof Error && 'retryable' in error) return { kind: 'unavailable', reason: error.message };
    throw error;
  }
}
