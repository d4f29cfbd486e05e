// <input>: one line of text.
import { NotEmulated } from '../not-emulated';
import type { Builtin, Control } from './control';
import { hideOffer, offerNickname } from './nickname';
import { confirmOnEnter, fieldIn, focusField, holdField, REFUSED_IN_TYPING, showField, TYPED_FIELD, TYPING_PROPERTIES } from './typing';

export const INPUT_MODES: Record<string, string> = { text: 'text', number: 'numeric', idcard: 'text', digit: 'decimal', nickname: 'text' };

function show(control: Control): void {
  const type = control.text('type');
  const mode = INPUT_MODES[type];
  if (!mode) throw new NotEmulated(`<input type="${type}">`);
  const field = fieldIn(control) as HTMLInputElement;
  field.type = control.is('password') ? 'password' : 'text';
  field.inputMode = mode;
  field.enterKeyHint = control.text('confirmType') === 'return' ? 'enter' : control.text('confirmType');
  showField(control);
}

export const input: Builtin = {
  tag: 'input',
  properties: { ...TYPING_PROPERTIES, type: 'text', password: false },
  refused: REFUSED_IN_TYPING,
  create(control) {
    const field = document.createElement('input');
    field.autocomplete = 'off';
    holdField(control, field);
    confirmOnEnter(control, field);
    offerNickname(control, field);
  },
  show,
  attach: focusField,
  detach: hideOffer,
  field: TYPED_FIELD,
};
