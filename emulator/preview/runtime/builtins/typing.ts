// What <input> and <textarea> share: a real text field inside, and WeChat's events around it.
import type { Builtin, Control } from './control';

type Field = HTMLInputElement | HTMLTextAreaElement;

export const TYPING_PROPERTIES: Builtin['properties'] = {
  value: '', name: '', placeholder: '', placeholderStyle: '', placeholderClass: '', disabled: false, maxlength: 140, focus: false, autoFocus: false,
  confirmType: 'done', confirmHold: false, cursor: -1, cursorSpacing: 0, selectionStart: -1, selectionEnd: -1, adjustPosition: true, holdKeyboard: false,
};

export const REFUSED_IN_TYPING = ['placeholderStyle', 'placeholderClass', 'cursor', 'selectionStart', 'selectionEnd'];

export function fieldIn(control: Control): Field {
  const field = control.host.querySelector<Field>('input, textarea');
  if (!field) throw new TypeError('no text field inside');
  return field;
}

/** What a page last gave its field or heard from it. Only the field knows a picked nickname, or that a review cleared it: those stay until the page says otherwise. */
const agreed = new WeakMap<Field, string>();

/** A handler's return value replaces the text, as WeChat has it. */
function tellInput(control: Control, field: Field): void {
  const value = field.value;
  agreed.set(field, value);
  control.set('value', value);
  const returned = (answer: unknown) => {
    const text = typeof answer === 'string' ? answer : (answer as { value?: unknown } | null | undefined)?.value;
    if (typeof text === 'string') { control.set('value', text); field.value = text; }
  };
  control.component.triggerEvent('input', { value, cursor: field.selectionStart ?? value.length, keyCode: 0 }, { handleListenerReturn: returned });
}

/** Puts `field` into the control and reports what is typed; input is held back while an IME composes. */
export function holdField(control: Control, field: Field): void {
  control.host.appendChild(field);
  field.addEventListener('input', (event) => { if (!(event as InputEvent).isComposing) tellInput(control, field); });
  field.addEventListener('compositionend', () => tellInput(control, field));
  field.addEventListener('focus', () => control.tell('focus', { value: field.value, height: 0 }));
  field.addEventListener('blur', () => control.tell('blur', { value: field.value, cursor: field.selectionStart ?? 0 }));
}

export function confirmOnEnter(control: Control, field: Field): void {
  field.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    control.tell('confirm', { value: field.value });
    if (!control.is('confirmHold')) field.blur();
  });
}

/** What `focus` said last: turning true while the field stands takes the focus, as WeChat has it. */
const wanted = new WeakMap<Field, boolean>();

function followFocus(control: Control, field: Field): void {
  const wants = control.is('focus');
  if (wants && wanted.get(field) === false) field.focus();
  wanted.set(field, wants);
}

export function showField(control: Control): void {
  const field = fieldIn(control);
  const value = control.text('value');
  if (agreed.get(field) !== value) field.value = value;
  agreed.set(field, value);
  field.placeholder = control.text('placeholder');
  field.disabled = control.is('disabled');
  const longest = Number(control.get('maxlength'));
  if (longest >= 0) field.maxLength = longest; else field.removeAttribute('maxlength');
  field.name = control.text('name');
  field.setAttribute('aria-label', String(control.get('ariaLabel') ?? control.text('placeholder')));
  followFocus(control, field);
}

export function focusField(control: Control): void {
  if (control.is('focus') || control.is('autoFocus')) fieldIn(control).focus();
}

export const TYPED_FIELD: NonNullable<Builtin['field']> = {
  value: (control) => fieldIn(control).value,
  reset: (control) => { control.set('value', ''); fieldIn(control).value = ''; },
};
