// Whether a person agreed to an app's privacy guidelines, and the gate before the phone APIs that need it.
import type { PhoneAnswer, PhoneCall } from './phone/call';
import type { State } from './state';
import { SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}privacy/`;
/** What WeChat names the guidelines of the app. */
const CONTRACT_NAME = '《微信账号小程序隐私保护指引》';
/** What happens where she has not agreed: WeChat's popup comes and she agrees or refuses, or no popup comes. */
const POPUPS = ['agree', 'disagree', 'none'];

export type PhoneApi = (call: PhoneCall) => PhoneAnswer;

export interface Privacy {
  getPrivacySetting: PhoneApi;
  openPrivacyContract: PhoneApi;
  /** Our name for a tap on the agree button. */
  agreePrivacyAuthorization: PhoneApi;
  /** Our name for a refusal: WeChat records none and asks again next time. */
  disagreePrivacyAuthorization: PhoneApi;
  requirePrivacyAuthorize: PhoneApi;
  /** The API behind the gate: `args.privacyPopup` says what happens at it, where she has not agreed yet. */
  gated(api: string, run: PhoneApi): PhoneApi;
}

function ok(api: string, result: Record<string, unknown> = {}): PhoneAnswer {
  return { ok: true, result: { ...result, errMsg: `${api}:ok` } };
}

/** WeChat's own words and number for a call whose privacy guidelines are not agreed to. */
function unauthorized(api: string): PhoneAnswer {
  return { ok: false, error: { errMsg: `${api}:fail privacy permission is not authorized`, errno: 104 } };
}

function wrongPopup(api: string): PhoneAnswer {
  return { ok: false, error: { errMsg: `${api}:fail parameter error: parameter.privacyPopup should be one of ${POPUPS.join(', ')}` } };
}

/** The agreement is of the person in the app, whatever the device. @see 小程序隐私协议开发指南, developers.weixin.qq.com */
export function openPrivacy({ clock, shelf }: Pick<State, 'clock' | 'shelf'>): Privacy {
  const keyOf = ({ app, person }: PhoneCall) => `${PREFIX}${app.appid}/${person.name}`;
  const hasAgreed = (call: PhoneCall) => shelf.get(keyOf(call)) !== undefined;
  const agree = (call: PhoneCall) => shelf.put(keyOf(call), clock.now());

  function gated(api: string, run: PhoneApi): PhoneApi {
    return (call) => {
      const { privacyPopup = 'agree' } = call.args;
      if (typeof privacyPopup !== 'string' || !POPUPS.includes(privacyPopup)) return wrongPopup(api);
      if (!hasAgreed(call)) {
        if (privacyPopup !== 'agree') return unauthorized(api);
        agree(call);
      }
      return run(call);
    };
  }

  return {
    gated,
    getPrivacySetting: (call) => ok('getPrivacySetting', { needAuthorization: !hasAgreed(call), privacyContractName: CONTRACT_NAME }),
    openPrivacyContract: () => ok('openPrivacyContract'),
    agreePrivacyAuthorization(call) {
      agree(call);
      return ok('agreePrivacyAuthorization');
    },
    disagreePrivacyAuthorization: () => ok('disagreePrivacyAuthorization'),
    requirePrivacyAuthorize: gated('requirePrivacyAuthorize', () => ok('requirePrivacyAuthorize')),
  };
}
