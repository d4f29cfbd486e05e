// <textarea>: several lines of text, growing with them when auto-height is set.
import type { Builtin, Control } from './control';
import { fieldIn, focusField, holdField, REFUSED_IN_TYPING, showField, TYPED_FIELD, TYPING_PROPERTIES } from './typing';

function growWithText(control: Control): void {
  const field = fieldIn(control);
  control.host.toggleAttribute('data-auto-height', control.is('autoHeight'));
  if (!control.is('autoHeight')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

export const textarea: Builtin = {
  tag: 'textarea',
  properties: { ...TYPING_PROPERTIES, autoHeight: false, fixed: false, showConfirmBar: true, disableDefaultPadding: false },
  refused: REFUSED_IN_TYPING,
  create(control) {
    const field = document.createElement('textarea');
    holdField(control, field);
    field.addEventListener('input', () => growWithText(control));
  },
  show(control) { showField(control); growWithText(control); },
  attach(control) { focusField(control); growWithText(control); },
  field: TYPED_FIELD,
};
