// Builds elements. Whatever the world says becomes text, never markup.

type Attributes = Record<string, string | boolean>;

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A label in Chinese with its English beside it. */
export function label(chinese: string, english: string): Node[] {
  return [document.createTextNode(`${chinese} `), element('small', { lang: 'en' }, english)];
}

export function button(content: Node[], press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'button', ...attributes }, ...content);
  made.addEventListener('click', press);
  return made;
}

/** An element that index.html holds. */
export function held(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

export function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString('zh-CN', { hour12: false });
}
