// The head of a sheet: which mini program asks.
import { element } from './element';

/** WeChat shows the mini program's logo; here its first letter stands for it. */
export function appTitle(appName: string): HTMLElement {
  const title = element('header', 'sheet-head');
  title.append(element('span', 'sheet-logo', [...appName][0] ?? '小'), element('span', 'sheet-app', appName), element('span', 'sheet-asks', '申请'));
  return title;
}
