// Words of the shell in two languages: Chinese as WeChat has them, English small below.
import { button, element } from './element';

export function words(chinese: string, english: string): HTMLElement[] {
  return [element('span', 'chinese', chinese), element('span', 'english', english)];
}

/** A button with both; `name` tells it apart whatever it says. */
export function wordButton(className: string, name: string, chinese: string, english: string, act: () => void): HTMLButtonElement {
  const made = button(className, '', act);
  made.dataset['shell'] = name;
  made.append(...words(chinese, english));
  return made;
}
