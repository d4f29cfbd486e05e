// The button open-type="getPhoneNumber": a code for the server and, where the person is logged in, the sealed number.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports';
import type { CloudIds } from '../cloud-ids';
import type { PhoneCodes, PhoneInfo } from '../phone-numbers';
import { phoneInfoOf } from '../phone-numbers';
import { encryptOpenData } from '../seal';
import type { Sessions } from '../sessions';
import type { PhoneAnswer, PhoneCall } from './call';

interface Parts { clock: Clock; sessions: Sessions; cloudIds: CloudIds; phoneCodes: PhoneCodes }

/** The old way, still delivered beside the code. The payload names no openid: whose it is, only the sender says. */
function sealed({ cloudIds, sessions }: Parts, { person, app, device }: PhoneCall, info: PhoneInfo): Record<string, string> {
  const sessionKey = sessions.keyFor(app.appid, person.name, device);
  if (sessionKey === null) return {};
  const iv = randomBytes(16).toString('base64');
  return { encryptedData: encryptOpenData(JSON.stringify(info), sessionKey, iv), iv, cloudID: cloudIds.issue(app.appid, person.name, { ...info }) };
}

/**
 * A person without a phone has nothing to give and declines.
 * Deviation: the app's quota of paid calls never ends here (errno 1400001).
 * @see 手机号快速验证组件, developers.weixin.qq.com
 */
export function getPhoneNumber(parts: Parts, call: PhoneCall): PhoneAnswer {
  const { person, app } = call;
  if (person.phone === null) return { ok: false, error: { errMsg: 'getPhoneNumber:fail user deny' } };
  const info = phoneInfoOf(person.phone, app.appid, parts.clock.now());
  const code = parts.phoneCodes.issue(app.appid, person.name, info);
  return { ok: true, result: { code, ...sealed(parts, call, info), errMsg: 'getPhoneNumber:ok' } };
}
