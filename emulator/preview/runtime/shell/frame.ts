// The phone's screen: pages, tab bar under them, messages above; it tells the style sheets how wide it is (shell.css how high).
import { element } from './element';

export interface Frame { screen: HTMLElement; pages: HTMLElement; bar: HTMLElement; messages: HTMLElement }

// A phone in a wide window keeps a phone's width.
const WIDEST = 480;

function measure(screen: HTMLElement): void {
  const width = Math.min(window.innerWidth, WIDEST);
  screen.style.setProperty('--rpx', `${width / 750}px`);
  screen.style.setProperty('--vw', `${width / 100}px`);
}

export function openFrame(resized: () => void): Frame {
  const screen = element('div', 'screen');
  const [pages, bar, messages] = [element('main', 'pages'), element('nav', 'tab-bar'), element('div', 'messages')];
  bar.hidden = true;
  screen.append(pages, bar, messages);
  measure(screen);
  window.addEventListener('resize', () => { measure(screen); resized(); });
  document.body.replaceChildren(screen);
  return { screen, pages, bar, messages };
}
