// A person's tokens at WeChat at rest: sealed for one person in one app, kept for at most as long as WeChat takes them.
import type { Ms } from '../../contract/reply';
import type { Seal } from '../keys';
import type { Caller, Identity } from '../ports';
import type { SealedWeChatTokens, WeChatTokens } from './ports';
import { WECHAT_TOKENS_MS } from '../session/limits';

type Holder = Pick<Caller, 'appId' | 'openId'>;

export function sealTokens(seal: Seal, holder: Holder, { at, ...tokens }: WeChatTokens): SealedWeChatTokens {
  return { ...seal.close(JSON.stringify(tokens), binding(holder)), at };
}

/** Null where none are kept, they are too old, or no key opens them. */
export function openTokens(seal: Seal, identity: Identity, now: Ms): WeChatTokens | null {
  const { wechatTokens: sealed } = identity;
  const text = sealed === null || now - sealed.at > WECHAT_TOKENS_MS ? null : seal.open(sealed, binding(identity));
  // Sealed by us: it has the shape that we gave it.
  return sealed === null || text === null ? null : { ...(JSON.parse(text) as Omit<WeChatTokens, 'at'>), at: sealed.at };
}

function binding(holder: Holder): string {
  return `${holder.appId}:${holder.openId}`;
}
