// Stands before the interfaces that take something personal: whoever has not agreed to the mini program's privacy contract is asked first.
import type { BaseLibrary } from '../base-library';
import { now } from '../clock';
import type { Post } from '../transport';
import { Refused, refuse } from '../wx/call';
import { openWaiting, type Verdict } from './waiting';

export type Settle = (decision: { event: string; buttonId?: string }) => void;
export type NeedListener = (resolve: Settle, info: { referrer: string }) => void;

export interface Privacy {
  /** `referrer` is what a listener hears: the API's own name unless a component asks. @throws Refused where the person has not agreed and does not now */
  need(api: string, referrer?: string): Promise<void>;
  /** Asks nobody but WeChat; what was heard last where it cannot be asked. */
  isAgreed(): Promise<boolean>;
  /** A tap on <button open-type="agreePrivacyAuthorization">. @throws Refused without network */
  agreeBy(buttonId: string): Promise<void>;
  /** The later one counts. */
  listen(listener: NeedListener): void;
  /** What the local world shall do where it still finds nobody's agreement: nothing, it was settled here. */
  readonly popup: 'none' | 'agree';
}

export interface PrivacyPorts { post: Post; library: BaseLibrary; officialPopup(contract: string): Promise<boolean> }

const UNAUTHORIZED = 'privacy permission is not authorized';
const ERRNO = { errno: 104 };
/** 距上次用户拒绝不足10秒，将不再触发弹窗: the official popup only. @see 小程序隐私协议开发指南, 官方隐私弹窗功能说明 */
const GAP_MILLISECONDS = 10_000;
const WHY: Record<Exclude<Verdict, 'agreed'>, string> = { refused: UNAUTHORIZED, unclicked: 'click action before resolve is needed' };

/** Before 2.32.3 nothing is held back: the world is told to take the agreement for given. */
function withoutPrivacy(): Privacy {
  return { need: () => Promise.resolve(), isAgreed: () => Promise.resolve(true), agreeBy: () => Promise.resolve(), listen: () => undefined, popup: 'agree' };
}

export function openPrivacy({ post, library, officialPopup }: PrivacyPorts): Privacy {
  if (!library.has('getPrivacySetting')) return withoutPrivacy();
  const waiting = openWaiting();
  let listener: NeedListener | null = null;
  let refusedAt: number | null = null;
  let lastHeard = false;

  /** `asked`: what the mini program called, and so what a failure is named by. */
  async function tell(api: string, asked = api): Promise<Record<string, unknown>> {
    const answer = await post(api, {});
    if (!answer.ok) throw new Refused({ ...answer.error, errMsg: answer.error.errMsg.replace(/^[^:]*/, asked) });
    return answer.result;
  }
  async function setting(asked?: string): Promise<{ agreed: boolean; contract: string }> {
    const { needAuthorization, privacyContractName } = await tell('getPrivacySetting', asked);
    lastHeard = needAuthorization === false;
    return { agreed: lastHeard, contract: String(privacyContractName ?? '') };
  }
  async function askOfficially(contract: string): Promise<void> {
    const agreed = await officialPopup(contract);
    await tell(agreed ? 'agreePrivacyAuthorization' : 'disagreePrivacyAuthorization');
    if (!agreed) refusedAt = now();
    waiting.settle(agreed ? 'agreed' : 'refused');
  }
  function isInGap(): boolean {
    return refusedAt !== null && now() >= refusedAt && now() - refusedAt < GAP_MILLISECONDS;
  }
  function ask(api: string, referrer: string, contract: string): Promise<Verdict> {
    if (!listener && isInGap()) throw refuse(api, `${UNAUTHORIZED} in gap`, ERRNO);
    const isFirst = waiting.isEmpty();
    const { verdict, decide } = waiting.join();
    if (listener) listener(decide, { referrer });
    else if (isFirst) askOfficially(contract).catch(waiting.fail);
    return verdict;
  }
  return {
    async need(api, referrer = api) {
      const { agreed, contract } = await setting(api);
      if (agreed) return;
      const verdict = await ask(api, referrer, contract);
      if (verdict !== 'agreed') throw refuse(api, WHY[verdict], ERRNO);
    },
    isAgreed: () => setting().then(({ agreed }) => agreed, () => lastHeard),
    async agreeBy(buttonId) {
      await tell('agreePrivacyAuthorization');
      waiting.tapped(buttonId);
    },
    listen(heard) { listener = heard; },
    popup: 'none',
  };
}
