// Elements that the client makes itself: by properties, so that no text of anybody becomes markup.
/** A style that a script sets is no inline style to a content security policy. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, properties: object): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), properties);
}
