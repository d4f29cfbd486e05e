// wx.getUserInfo on a person's phone: the profile in clear, and sealed with the current session_key.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports';
import type { CloudIds } from '../cloud-ids';
import { openidOf } from '../identifiers';
import { isAnonymous, openDataOf, profileOf } from '../profile';
import { encryptOpenData, signRawData } from '../seal';
import type { Sessions } from '../sessions';
import type { PhoneAnswer, PhoneCall } from './call';

interface Parts { clock: Clock; sessions: Sessions; cloudIds: CloudIds }

/** `encryptedData`, `iv`, `signature` and `cloudID`, for a server or a cloud function. */
function credentials({ clock, cloudIds }: Parts, { person, app }: PhoneCall, rawData: string, sessionKey: string): Record<string, string> {
  const data = openDataOf(person, app, openidOf(person.name, app.appid), clock.now());
  const iv = randomBytes(16).toString('base64');
  return {
    signature: signRawData(rawData, sessionKey),
    encryptedData: encryptOpenData(JSON.stringify(data), sessionKey, iv),
    iv,
    cloudID: cloudIds.issue(app.appid, person.name, data),
  };
}

/**
 * `withCredentials: true` fails without an unexpired login on this device; left out, the credentials come when there is one.
 * `lang` changes nothing: it names the language of a region that has been empty since 2021.
 */
export function getUserInfo(parts: Parts, call: PhoneCall): PhoneAnswer {
  const { person, app, device, args } = call;
  const profile = profileOf(person);
  const rawData = JSON.stringify(profile);
  // is_demote marks withdrawn data in userInfo; rawData, which is signed, does not have it
  const plain = { userInfo: isAnonymous(person) ? { ...profile, is_demote: true } : profile, rawData, errMsg: 'getUserInfo:ok' };
  if (args['withCredentials'] === false) return { ok: true, result: plain };
  const sessionKey = parts.sessions.keyFor(app.appid, person.name, device);
  if (sessionKey !== null) return { ok: true, result: { ...plain, ...credentials(parts, call, rawData, sessionKey) } };
  if (args['withCredentials'] === true) return { ok: false, error: { errMsg: 'getUserInfo:fail 系统错误，错误码：-13001,session time out, need relogin' } };
  return { ok: true, result: plain };
}
