// What WeChat told of a person, while it waits for its page: sealed, and bound to the one flow.
import { openId, unionId } from '../ids';
import type { FlowId, OpenId, SessionId, UnionId, UserId } from '../ids';
import type { Seal } from '../keys';
import type { Sealed, WeChatProfile } from '../ports';
import type { WeChatTokens } from '../profile/ports';

export interface Facts { openId: OpenId; unionId: UnionId | null; profile: WeChatProfile | null; tokens: WeChatTokens | null; /** Of a scan: in which session it was allowed. */ by: ConfirmedBy | null }
export interface ConfirmedBy { sid: SessionId; userId: UserId }

export function sealFacts(seal: Seal, flow: FlowId, { openId: person, unionId: union, profile, tokens, by }: Facts): Sealed {
  return seal.close(JSON.stringify({ person, union, profile, tokens, by }), bindingOf(flow));
}

/** Null where no key opens it. */
export function openFacts(seal: Seal, flow: FlowId, sealed: Sealed): Facts | null {
  const text = seal.open(sealed, bindingOf(flow));
  if (text === null) return null;
  // Sealed by us: it has the shape that we gave it.
  const { person, union, profile, tokens = null, by = null } = JSON.parse(text) as { person: string; union: string | null; profile: WeChatProfile | null; tokens?: WeChatTokens | null; by?: ConfirmedBy | null };
  const id = openId(person);
  return id === null ? null : { openId: id, unionId: union === null ? null : unionId(union), profile, tokens, by };
}

function bindingOf(flow: FlowId): string {
  return `web-facts:${flow}`;
}
