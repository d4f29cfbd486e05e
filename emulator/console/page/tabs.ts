// What stands under the ledger, one tab at a time: documents, function logs, faults.
import { button, element, held, label } from './dom';

export interface Tab {
  id: string; chinese: string; english: string;
  body: HTMLElement;
  /** Brings the body up to date; `changed` says that calls were made since the last time. */
  refresh(changed: boolean): Promise<void>;
}

export interface TabsView { refresh(changed: boolean): Promise<void>; show(tab: Tab): void }

export function openTabs(tabs: readonly [Tab, ...Tab[]], attempt: (work: () => Promise<unknown>) => void): TabsView {
  let open: Tab = tabs[0];
  const buttons = tabs.map((tab) => button(label(tab.chinese, tab.english), () => choose(tab), { class: 'tab', role: 'tab', 'data-tab': tab.id }));

  function choose(tab: Tab): void {
    open = tab;
    tabs.forEach((each, index) => { buttons[index]?.setAttribute('aria-selected', String(each === tab)); });
    held('tab-body').replaceChildren(tab.body);
    attempt(() => tab.refresh(true));
  }

  held('tabs').append(...buttons);
  choose(open);
  return { refresh: (changed) => open.refresh(changed), show: choose };
}

/** What a tab says while it has nothing to show. */
export function nothing(chinese: string, english: string): HTMLElement {
  return element('p', { class: 'empty' }, `${chinese} `, element('span', { lang: 'en' }, english));
}
