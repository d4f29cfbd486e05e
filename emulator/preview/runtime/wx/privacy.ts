// wx.getPrivacySetting, requirePrivacyAuthorize, openPrivacyContract, onNeedPrivacyAuthorization.
import type { NeedListener, Privacy } from '../privacy/privacy';
import type { Sheets } from '../shell/sheets';
import type { Post } from '../transport';
import { type Api, CALLBACKS, defineApi, type Options, Refused } from './call';

/** 以 Promise 风格调用：不支持, for the three of them: without a callback nobody learns the answer. */
function withCallbacksOnly(name: string, api: Api): Api {
  return (options: Options = {}) => {
    if (!CALLBACKS.some((callback) => callback in options)) console.warn(`wx.${name} gives no promise: pass success, fail or complete`);
    void api({ complete: () => undefined, ...options });
    return undefined;
  };
}

type Name = 'getPrivacySetting' | 'requirePrivacyAuthorize' | 'openPrivacyContract' | 'onNeedPrivacyAuthorization';

export function privacyApis(post: Post, privacy: Privacy, sheets: Sheets): Record<Name, unknown> {
  async function ask(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const answer = await post(name, args);
    if (!answer.ok) throw new Refused(answer.error);
    return answer.result;
  }
  async function requirePrivacyAuthorize(): Promise<Record<string, unknown>> {
    await privacy.need('requirePrivacyAuthorize');
    return ask('requirePrivacyAuthorize', { privacyPopup: privacy.popup });
  }
  async function openPrivacyContract(): Promise<Record<string, unknown>> {
    const opened = await ask('openPrivacyContract');
    const { privacyContractName } = await ask('getPrivacySetting');
    void sheets.privacyContract(String(privacyContractName ?? ''));
    return opened;
  }
  const api = (name: string, run: () => Promise<Record<string, unknown>>) => withCallbacksOnly(name, defineApi(name, run));
  return {
    getPrivacySetting: api('getPrivacySetting', () => ask('getPrivacySetting')),
    requirePrivacyAuthorize: api('requirePrivacyAuthorize', requirePrivacyAuthorize),
    openPrivacyContract: api('openPrivacyContract', openPrivacyContract),
    onNeedPrivacyAuthorization: (listener: NeedListener) => privacy.listen(listener),
  };
}
