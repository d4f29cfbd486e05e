// One page on the screen: its navigation bar and the scrolling body that holds it.
import type { WindowConfig } from '../../package-format';
import { button, element } from './element';

export interface PageView {
  section: HTMLElement;
  body: HTMLElement;
  /** Where the page's root component goes. */
  page: HTMLElement;
  title(): string;
  setTitle(title: string): void;
  setColors(front: string | null, background: string | null): void;
  setLoading(loading: boolean): void;
  /** WeChat's ··· in the bar; here it leads to sharing at once, which is all that its menu would hold. */
  offerShare(share: () => void): void;
}

export interface BarActions { back: (() => void) | null; home: (() => void) | null; refresh: (() => void) | null }

function leading(actions: BarActions): HTMLElement {
  const place = element('div', 'bar-leading');
  const add = (name: string, glyph: string, label: string, act: (() => void) | null) => {
    if (!act) return;
    const made = button('bar-button', glyph, act);
    made.dataset['shell'] = name;
    made.setAttribute('aria-label', label);
    place.append(made);
  };
  add('back', '‹', '返回 Back', actions.back);
  add('home', '⌂', '首页 Home', actions.home);
  add('refresh', '↻', '下拉刷新 Pull to refresh', actions.refresh);
  return place;
}

function navigationBar(actions: BarActions): { bar: HTMLElement; title: HTMLElement; spinner: HTMLElement } {
  const bar = element('header', 'navigation-bar');
  const title = element('h1', 'bar-title');
  const spinner = element('span', 'spinner');
  title.dataset['shell'] = 'title';
  spinner.hidden = true;
  bar.append(leading(actions), spinner, title);
  return { bar, title, spinner };
}

export function createPageView(path: string, config: WindowConfig, actions: BarActions): PageView {
  const section = element('section', 'webview');
  section.dataset['page'] = path;
  const { bar, title, spinner } = navigationBar(actions);
  bar.hidden = config.navigationStyle === 'custom';
  const body = element('div', 'page-body');
  const page = document.createElement('wx-page');
  page.setAttribute('is', path);
  if (config.backgroundColor) body.style.backgroundColor = config.backgroundColor;
  body.append(page);
  // What is fixed on the page counts from below the bar, and does not scroll with the body.
  const frame = element('div', 'page-frame');
  frame.append(body);
  section.append(bar, frame);
  const view: PageView = {
    section, body, page,
    title: () => title.textContent ?? '',
    setTitle(text) { title.textContent = text; if (section.isConnected) document.title = text; },
    setColors(front, background) {
      if (front) { bar.style.color = front; section.style.setProperty('--bar-ink', front); }
      if (background) bar.style.backgroundColor = background;
    },
    setLoading(loading) { spinner.hidden = !loading; },
    offerShare(share) {
      const made = button('bar-button bar-more', '···', share);
      made.dataset['shell'] = 'share-menu';
      made.setAttribute('aria-label', '转发 Forward');
      section.append(made); // after the page, for who goes by the keyboard, and there without a bar as well
    },
  };
  view.setColors(config.navigationBarTextStyle === 'black' ? '#000000' : config.navigationBarTextStyle === 'white' ? '#ffffff' : null, config.navigationBarBackgroundColor ?? null);
  view.setTitle(config.navigationBarTitleText ?? '');
  return view;
}
