// Puts `wx` together: every member of surface.ts, and a refusal by name for any other.
import { BUILTIN_TAGS, isImplemented, type WxMember } from '../../surface';
import type { Caller } from '../engine/caller';
import type { Session } from '../session';
import type { Messages } from '../shell/messages';
import type { Router } from '../shell/router';
import type { Post } from '../transport';
import { accountApis } from './account';
import type { RunningApp } from './app-events';
import { openCloud } from './cloud';
import { deviceApis, type Launch } from './device';
import { noticeApis } from './notices';
import { pageApis } from './pages';
import { openStorage, storageApis } from './storage';
import { refusingUnknown } from './unknown';

export interface WxPorts { session: Session; post: Post; store: Storage; screen: HTMLElement; messages: Messages; router: () => Router; app: RunningApp; launch: () => Launch }

/** `login`, `cloud.callFunction`, `login.success.code`, `button`: known or not. Attributes and their values are not vouched for. */
function canIUse(schema: string): boolean {
  const [first = '', second] = schema.split('.');
  if ((BUILTIN_TAGS as readonly string[]).includes(first)) return second === undefined;
  return isImplemented(first === 'cloud' && second ? `${first}.${second}` : first);
}

function topPage(router: Router): Caller {
  const page = router.stack().at(-1);
  if (!page) throw new Error('no page is open');
  return page.caller;
}

export function createWx({ session, post, store, screen, messages, router, app, launch }: WxPorts): Record<WxMember, unknown> {
  const members: Record<WxMember, unknown> = {
    ...accountApis(post),
    ...storageApis(openStorage(session, store)),
    ...deviceApis(session, screen, launch),
    ...pageApis(router),
    ...noticeApis(messages),
    ...app.listening,
    cloud: openCloud(post),
    env: { USER_DATA_PATH: 'http://usr' },
    nextTick: (act: () => void) => { setTimeout(act, 0); },
    canIUse,
    createSelectorQuery: () => (topPage(router())['createSelectorQuery'] as () => unknown).call(topPage(router())),
  };
  return refusingUnknown('wx', members);
}
