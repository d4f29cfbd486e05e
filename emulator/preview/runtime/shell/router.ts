// The page stack: opens, replaces, goes back and switches tabs as WeChat does, and keeps the address bar in step.
import type { CompiledPackage, WindowConfig } from '../../package-format';
import type { Engine } from '../engine/engine';
import { type Address, fromHash, resolveAddress, sceneOfHash, toHash } from './address';
import { callPage, closePage, createPage, hidePage, type OpenPage, showPage, startPage } from './open-page';
import type { BarActions } from './page-view';

/** WeChat keeps no more pages than this on the stack. */
const DEEPEST = 10;

export type Move = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab';

export interface Router {
  stack(): readonly OpenPage[];
  /** @throws Error with what follows `<move>:fail ` */
  move(move: Move, url: string, from?: string): OpenPage;
  back(delta: number): void;
  /** What the address bar says, or the entry page. */
  entrance(): Address;
  /** Opens that page. */
  start(): void;
  resized(): void;
}

export interface RouterPorts {
  program: CompiledPackage;
  engine: Engine;
  place: HTMLElement;
  /** The stack has changed; null when a tab page is not on top. */
  changed(tab: string | null): void;
  /** The browser's own back or address bar is about to change it. */
  followed(): void;
  /** The address bar opens it from outside, by that scene of WeChat's, while it runs; the page comes next. */
  entered(page: Address, scene: number): void;
}

export function openRouter({ program, engine, place, changed, followed, entered }: RouterPorts): Router {
  const tabs = program.app.tabBar?.list.map((tab) => tab.pagePath) ?? [];
  const entry: Address = { path: program.app.entryPagePath ?? program.pages[0] ?? '', query: {}, search: '' };
  const openTabs = new Map<string, OpenPage>();
  let stack: OpenPage[] = [];

  const top = () => stack.at(-1) ?? null;
  const entrance = () => fromHash(window.location.hash) ?? entry;
  const isTab = (path: string) => tabs.includes(path);

  function arrived(how: 'pushState' | 'replaceState'): void {
    const page = top();
    if (!page) return;
    const hash = toHash(page.address);
    if (window.location.hash !== hash) window.history[how](null, '', hash);
    changed(isTab(page.address.path) ? page.address.path : null);
  }

  function actionsFor(address: Address, below: number): (config: WindowConfig) => BarActions {
    return (config) => ({
      back: below > 0 ? () => back(1) : null,
      home: below === 0 && address.path !== entry.path && !isTab(address.path) ? () => { move('reLaunch', `/${entry.path}`); } : null,
      refresh: config.enablePullDownRefresh ? () => { const page = top(); if (page) callPage(page, 'onPullDownRefresh'); } : null,
    });
  }

  function push(address: Address): OpenPage {
    const page = createPage(program, engine, address, place, actionsFor(address, stack.length));
    stack = [...stack, page];
    if (isTab(address.path)) openTabs.set(address.path, page);
    startPage(page);
    return page;
  }

  function closeAll(but: OpenPage | null): void {
    const all = new Set([...stack, ...openTabs.values()]);
    stack = [];
    for (const page of [...all].reverse()) if (page !== but) closePage(page);
    openTabs.clear();
  }

  function check(name: Move, { path }: Address): void {
    if (!program.pages.includes(path)) throw new Error(`page "${path}" is not found`);
    if (name === 'switchTab' && !isTab(path)) throw new Error('can not switch to no-tabBar page');
    if ((name === 'navigateTo' || name === 'redirectTo') && isTab(path)) throw new Error(`can not ${name} a tabbar page`);
    if (name === 'navigateTo' && stack.length >= DEEPEST) throw new Error('webview count limit exceed');
  }

  function navigateTo(address: Address): OpenPage {
    const below = top();
    if (below) hidePage(below);
    return push(address);
  }

  function redirectTo(address: Address): OpenPage {
    const leaving = top();
    stack = stack.slice(0, -1);
    if (leaving) closePage(leaving);
    return push(address);
  }

  function reLaunch(address: Address): OpenPage {
    closeAll(null);
    return push(address);
  }

  function switchTab(address: Address): OpenPage {
    const leaving = top();
    const known = openTabs.get(address.path);
    for (const page of stack) if (!isTab(page.address.path)) closePage(page);
    if (leaving && leaving !== known && isTab(leaving.address.path)) hidePage(leaving);
    stack = known ? [known] : [];
    if (known) { showPage(known); return known; }
    return push({ path: address.path, query: {}, search: '' });
  }

  const moves: Record<Move, (address: Address) => OpenPage> = { navigateTo, redirectTo, reLaunch, switchTab };

  function move(name: Move, url: string, from = top()?.address.path ?? ''): OpenPage {
    const address = resolveAddress(url, from);
    check(name, address);
    const page = moves[name](address);
    arrived(name === 'navigateTo' ? 'pushState' : 'replaceState');
    return page;
  }

  function back(delta: number): void {
    const leaving = stack.slice(1).slice(-Math.max(1, delta));
    if (leaving.length === 0) throw new Error('cannot navigate back at first page');
    stack = stack.slice(0, stack.length - leaving.length);
    for (const page of leaving.reverse()) closePage(page);
    const page = top();
    if (page) showPage(page);
    arrived('replaceState');
  }

  function follow(): void {
    const wanted = entrance();
    const page = top();
    const below = stack.at(-2);
    const scene = sceneOfHash(window.location.hash);
    if (scene === null && page && toHash(wanted) === toHash(page.address)) return;
    followed();
    if (scene !== null) entered(wanted, scene);
    if (scene === null && below && toHash(wanted) === toHash(below.address)) back(1);
    else move('reLaunch', toHash(wanted).slice(1), '');
  }

  return {
    stack: () => stack, move, back,
    entrance,
    start() {
      window.addEventListener('hashchange', follow);
      move('reLaunch', toHash(entrance()).slice(1), '');
    },
    resized() { const page = top(); if (page) page.root.getComponent().triggerPageLifetime('resize', [{ size: { windowWidth: page.view.body.clientWidth, windowHeight: page.view.body.clientHeight } }]); },
  };
}
