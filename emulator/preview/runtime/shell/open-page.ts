// A page from createRoot to release, with the calls WeChat makes on the way.
import * as glassEasel from 'glass-easel';
import type { Root } from 'glass-easel-miniprogram-adapter';
import type { CompiledPackage, WindowConfig } from '../../package-format';
import { type Caller, callOwn } from '../engine/caller';
import { callerOf, type Engine } from '../engine/engine';
import { flushReady } from '../engine/ready';
import { phone } from '../phone';
import type { Address } from './address';
import { type EventChannel, openChannel } from './event-channel';
import { type BarActions, createPageView, type PageView } from './page-view';

export interface OpenPage {
  address: Address;
  root: Root;
  caller: Caller;
  view: PageView;
  place: HTMLElement;
  shown: boolean;
  scrolled: Map<HTMLElement, { top: number; left: number }>;
  channel: EventChannel;
}

const REACH_BOTTOM_DISTANCE = 50;

/** Calls a lifecycle function; what it throws is reported like any other fault of app code. */
export function callPage({ caller }: OpenPage, name: string, ...parameters: unknown[]): unknown {
  return glassEasel.safeCallback(name, () => callOwn(caller, name, ...parameters), null, []);
}

function windowOf(program: CompiledPackage, path: string): WindowConfig {
  return { ...program.app.window, ...program.components.find((component) => component.path === path)?.window };
}

function attach(root: Root, place: HTMLElement): void {
  const placeholder = document.createElement('span');
  place.append(placeholder);
  type Place = Parameters<Root['attach']>[0];
  root.attach(place as unknown as Place, placeholder as unknown as Place);
}

function watchScroll(page: OpenPage): void {
  const { body } = page.view;
  let atBottom = false;
  body.addEventListener('scroll', () => {
    if (typeof page.caller['onPageScroll'] === 'function') callPage(page, 'onPageScroll', { scrollTop: body.scrollTop });
    const reached = body.scrollHeight - body.scrollTop - body.clientHeight <= REACH_BOTTOM_DISTANCE;
    if (reached && !atBottom) callPage(page, 'onReachBottom');
    atBottom = reached;
  });
}

/** The page before anything of it has run. */
export function createPage(program: CompiledPackage, engine: Engine, address: Address, place: HTMLElement, actions: (config: WindowConfig) => BarActions): OpenPage {
  const config = windowOf(program, address.path);
  const view = createPageView(address.path, config, actions(config));
  place.append(view.section);
  const root = engine.createPage(`${address.path}${address.search ? `?${address.search}` : ''}`);
  const caller = callerOf(root);
  const { opener, opened } = openChannel();
  if (typeof caller['onShareAppMessage'] === 'function') view.offerShare(() => { void phone().share({ from: 'menu' }); });
  Object.assign(caller, { route: address.path, options: address.query, getOpenerEventChannel: () => opened });
  return { address, root, caller, view, place, shown: false, scrolled: new Map(), channel: opener };
}

/** Runs the page; by then it is on the stack, since its code may ask for it. */
export function startPage(page: OpenPage): void {
  attach(page.root, page.view.page);
  callPage(page, 'onLoad', page.address.query);
  showPage(page);
  flushReady();
  callPage(page, 'onReady');
  watchScroll(page);
}

// Pages below the top leave the document, so that an id means the page one sees; what they had scrolled to is put back.
function scrollersOf({ view }: OpenPage): HTMLElement[] {
  return [view.body, ...view.body.querySelectorAll<HTMLElement>('wx-scroll-view')];
}

function putBack(page: OpenPage): void {
  if (page.view.section.isConnected) return;
  page.place.append(page.view.section);
  for (const [scroller, { top, left }] of page.scrolled) { scroller.scrollTop = top; scroller.scrollLeft = left; }
}

export function showPage(page: OpenPage): void {
  putBack(page);
  document.title = page.view.title();
  if (page.shown) return;
  page.shown = true;
  page.root.getComponent().triggerPageLifetime('show', []);
  callPage(page, 'onShow');
}

export function hidePage(page: OpenPage): void {
  page.scrolled = new Map(scrollersOf(page).map((scroller) => [scroller, { top: scroller.scrollTop, left: scroller.scrollLeft }]));
  page.view.section.remove();
  pausePage(page);
}

/** Out of sight without leaving the screen: the whole mini program went to the background. */
export function pausePage(page: OpenPage): void {
  if (!page.shown) return;
  page.shown = false;
  page.root.getComponent().triggerPageLifetime('hide', []);
  callPage(page, 'onHide');
}

export function closePage(page: OpenPage): void {
  callPage(page, 'onUnload');
  page.root.release();
  page.view.section.remove();
}
