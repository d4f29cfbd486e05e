// Puts the engine's nodes into this document: tags get `wx-`, WXML ids become `data-wxid`, rpx in inline styles become sizes.
import * as glassEasel from 'glass-easel';
import { BUILTIN_TAGS } from '../../surface';
import { NotEmulated } from '../not-emulated';
import { noteListener } from './gestures';

type DomElement = glassEasel.domlikeBackend.Element;

// A hyphen would let `custom-element` through; without one, `base` or `table` would become the HTML element of that name.
function domTag(tag: string): string {
  return tag.includes('-') && !(BUILTIN_TAGS as readonly string[]).includes(tag) ? tag : `wx-${tag}`;
}

/** rpx, vw and vh of an inline style; those in WXSS are turned at build time. */
export function phoneUnits(style: string): string {
  return style.replace(/(?<![\w-])(-?(?:\d+\.?\d*|\.\d+))(rpx|vw|vh)\b/g, (_, amount: string, unit: string) => `calc(var(--${unit}) * ${amount})`);
}

function createElement(knownTags: ReadonlySet<string>, tag: string): DomElement {
  if (!knownTags.has(tag)) throw new NotEmulated(`<${tag}>`);
  const element = document.createElement(domTag(tag));
  const setAttribute = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    setAttribute(name === 'exparser:info-attr-id' ? 'data-wxid' : name, name === 'style' ? phoneUnits(String(value)) : value);
  };
  return element as unknown as DomElement;
}

/** `knownTags`: built-in tags and every name of a usingComponents. Anything else throws its name. */
export function createBackend(knownTags: ReadonlySet<string>): glassEasel.CurrentWindowBackendContext {
  const backend = new glassEasel.CurrentWindowBackendContext();
  backend.document = {
    createElement: (tag) => createElement(knownTags, tag),
    createTextNode: (text) => document.createTextNode(text) as unknown as DomElement,
    createDocumentFragment: () => document.createDocumentFragment() as unknown as DomElement,
  };
  // The engine's own delegation is passive and lets inner <input> events bubble to the host a second time: gestures.ts delivers all of them.
  backend.setListenerStats = (element, type) => noteListener(element as unknown as Element, type);
  return backend;
}
