// The mini program in front and in the background, and opened again from there.
import type { Address } from './shell/address';
import { pausePage, showPage } from './shell/open-page';
import type { Router } from './shell/router';
import type { RunningApp } from './wx/app-events';
import type { Entrances } from './wx/entrances';

export interface Background {
  /** Opened from outside while it runs (热启动): it was left for that, and its pages do not come back. */
  enter(page: Address, scene: number): void;
  /** Follows the browser: a tab out of sight is a mini program in the background. */
  watch(): void;
}

export function openBackground(app: RunningApp, entrances: Entrances, router: () => Router): Background {
  const top = () => router().stack().at(-1);

  function leave(): void {
    const page = top();
    if (page) pausePage(page);
    app.tell('AppHide', { reason: 0 });
  }

  function comeBack(): void {
    // As from the phone's desktop, which keeps the way in of the time before.
    app.tell('AppShow', entrances.entered());
    const page = top();
    if (page) showPage(page);
  }

  return {
    enter(page, scene) {
      if (!document.hidden) leave();
      app.tell('AppShow', entrances.enter(page, scene));
    },
    watch() { document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); else comeBack(); }); },
  };
}
