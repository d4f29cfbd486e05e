// wx.setClipboardData, getClipboardData: each phone has a clipboard of its own, and both ask for privacy first.
import type { Privacy } from '../privacy/privacy';
import type { Session } from '../session';
import type { Messages } from '../shell/messages';
import { type Api, defineApi, type Options, refuse } from './call';

export interface ClipboardPorts { session: Session; store: Storage; privacy: Privacy; messages: Messages }

/** Of the phone, not of the mini program. */
function keyOf({ person, device }: Session): string {
  return `clipboard:${person}:${device}`;
}

/** So that it can be pasted on the desk, where the browser lets it. */
function copyToDesk(text: string): void {
  void navigator.clipboard?.writeText(text).catch(() => undefined);
}

export function clipboardApis({ session, store, privacy, messages }: ClipboardPorts): Record<'setClipboardData' | 'getClipboardData', Api> {
  async function setClipboardData({ data }: Options): Promise<Record<string, unknown>> {
    if (typeof data !== 'string') throw refuse('setClipboardData', `parameter error: parameter.data should be String instead of ${data === undefined ? 'Undefined' : typeof data}`);
    await privacy.need('setClipboardData');
    store.setItem(keyOf(session), data);
    copyToDesk(data);
    messages.toast({ title: '内容已复制' });
    return {};
  }
  async function getClipboardData(): Promise<Record<string, unknown>> {
    await privacy.need('getClipboardData');
    return { data: store.getItem(keyOf(session)) ?? '' };
  }
  return { setClipboardData: defineApi('setClipboardData', setClipboardData), getClipboardData: defineApi('getClipboardData', getClipboardData) };
}
