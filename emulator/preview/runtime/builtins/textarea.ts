// <textarea>: several lines of text, growing with them when auto-height is set.
import type { Builtin, Control } from './control';
import { fieldIn, focusField, holdField, showField, TYPED_FIELD, TYPING_PROPERTIES } from './typing';

function fit(control: Control): void {
  const field = fieldIn(control);
  control.host.toggleAttribute('data-auto-height', control.is('autoHeight'));
  if (!control.is('autoHeight')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

export const textarea: Builtin = {
  tag: 'textarea',
  properties: { ...TYPING_PROPERTIES, autoHeight: false, fixed: false, showConfirmBar: true, disableDefaultPadding: false },
  create(control) {
    const field = document.createElement('textarea');
    holdField(control, field);
    field.addEventListener('input', () => fit(control));
  },
  show(control) { showField(control); fit(control); },
  attach(control) { focusField(control); fit(control); },
  field: TYPED_FIELD,
};
