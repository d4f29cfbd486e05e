// wx.login and wx.checkSession on a person's phone.
import type { Codes } from '../codes';
import type { Sessions } from '../sessions';
import type { PhoneAnswer, PhoneCall } from './call';

/** Silent, and also for a blocked person: WeChat refuses her at the exchange. */
export function login({ codes, sessions }: { codes: Codes; sessions: Sessions }, { person, app, device }: PhoneCall): PhoneAnswer {
  const sessionKey = sessions.logIn(app, person.name, device);
  return { ok: true, result: { code: codes.issue(app.appid, person.name, sessionKey), errMsg: 'login:ok' } };
}

/** Judges the key of this device's last wx.login, not the one some server holds. */
export function checkSession({ sessions }: { sessions: Sessions }, { person, app, device }: PhoneCall): PhoneAnswer {
  if (sessions.knowsCurrent(app.appid, person.name, device)) return { ok: true, result: { errMsg: 'checkSession:ok' } };
  return { ok: false, error: { errMsg: 'checkSession:fail 系统错误，错误码：-13001,session time out, need relogin' } };
}
