// <text>: the only element that shows text as it is written, line breaks included.
import type { Builtin } from './control';

export const text: Builtin = {
  tag: 'text',
  properties: { selectable: false, userSelect: false, space: '', decode: false },
  refused: ['space', 'decode'],
  show(control) {
    control.host.toggleAttribute('data-selectable', control.is('selectable') || control.is('userSelect'));
  },
};
