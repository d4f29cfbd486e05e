// The code of a mini program drawn in the app's own page, with the number to compare and what to do.
import { make } from './element';
import type { Scan } from './scan';

const CHINESE = ['微信扫一扫，核对数字', '请在手机上确认', '换一个码'] as const;
const ENGLISH = ['Scan with WeChat, compare the number', 'Confirm on your phone', 'Get a new code'] as const;

/** In place of what stood in `holder`. An output's changes are read out. */
export function openBox(holder: HTMLElement): HTMLElement {
  const box = make('output', { style: 'display:block;text-align:center' });
  holder.replaceChildren(box);
  return box;
}

export function drawCode(box: HTMLElement, { image, matchNumber, state }: Scan, lang: string | undefined): void {
  const [scan, confirm] = wordsOf(lang);
  box.replaceChildren(
    make('img', { src: image, alt: scan, width: 240, style: state === 'pending' ? '' : 'opacity:.1' }),
    make('div', { textContent: matchNumber, style: 'font-size:40px' }),
    state === 'pending' ? scan : confirm,
  );
}

/** Nobody can come by this code any more. */
export function drawEnd(box: HTMLElement, lang: string | undefined, onclick: () => void): void {
  box.replaceChildren(make('button', { type: 'button', textContent: wordsOf(lang)[2], onclick }));
}

function wordsOf(lang = document.documentElement.lang): readonly [string, string, string] {
  return lang.startsWith('en') ? ENGLISH : CHINESE;
}
