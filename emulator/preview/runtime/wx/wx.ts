// Puts `wx` together: every member of surface.ts, and a refusal by name for any other.
import type { WxMember } from '../../surface';
import { type BaseLibrary, fitting } from '../base-library';
import type { Caller } from '../engine/caller';
import type { Privacy } from '../privacy/privacy';
import type { Session } from '../session';
import type { Messages } from '../shell/messages';
import type { Router } from '../shell/router';
import type { Sheets } from '../shell/sheets';
import type { Post } from '../transport';
import { accountApis } from './account';
import type { RunningApp } from './app-events';
import { canIUse } from './can-i-use';
import { clipboardApis } from './clipboard';
import { openCloud } from './cloud';
import { deviceApis } from './device';
import type { Entrances } from './entrances';
import { noticeApis } from './notices';
import { pageApis } from './pages';
import { privacyApis } from './privacy';
import { openStorage, storageApis } from './storage';
import { refusingUnknown } from './unknown';

export interface WxPorts { session: Session; library: BaseLibrary; post: Post; privacy: Privacy; sheets: Sheets; store: Storage; screen: HTMLElement; messages: Messages; router: () => Router; app: RunningApp; entrances: Entrances }

function topPage(router: Router): Caller {
  const page = router.stack().at(-1);
  if (!page) throw new Error('no page is open');
  return page.caller;
}

export function createWx({ session, library, post, privacy, sheets, store, screen, messages, router, app, entrances }: WxPorts): Record<WxMember, unknown> {
  const members: Record<WxMember, unknown> = {
    ...accountApis(post),
    ...storageApis(openStorage(session, store)),
    ...deviceApis({ session, library, screen, entrances }),
    ...pageApis(router),
    ...noticeApis(messages),
    ...privacyApis(post, privacy, sheets),
    ...clipboardApis({ session, store, privacy, messages }),
    ...app.listening,
    cloud: openCloud(post),
    env: { USER_DATA_PATH: 'http://usr' },
    nextTick: (act: () => void) => { setTimeout(act, 0); },
    canIUse: (schema: string) => canIUse(library, schema),
    createSelectorQuery: () => (topPage(router())['createSelectorQuery'] as () => unknown).call(topPage(router())),
  };
  return refusingUnknown('wx', fitting(library, members));
}
