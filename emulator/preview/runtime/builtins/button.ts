// <button>: taps, form-type, and the open-types that need no WeChat service; any other open-type is refused by name.
import { NotEmulated } from '../not-emulated';
import type { Builtin, Control } from './control';
import { resetForm, submitForm } from './form';
import { showPressed } from './view';

const OPEN_TYPES = ['', 'none'];

function show(control: Control): void {
  const openType = control.text('openType');
  if (!OPEN_TYPES.includes(openType)) throw new NotEmulated(`<button open-type="${openType}">`);
  const { host } = control;
  host.setAttribute('type', control.text('type'));
  host.setAttribute('size', control.text('size'));
  for (const name of ['disabled', 'loading', 'plain']) host.toggleAttribute(name, control.is(name));
  host.setAttribute('role', String(control.get('ariaRole') ?? 'button'));
  host.tabIndex = control.is('disabled') ? -1 : 0;
  host.setAttribute('aria-disabled', String(control.is('disabled')));
}

export const button: Builtin = {
  tag: 'button',
  properties: {
    size: 'default', type: 'default', plain: false, disabled: false, loading: false, formType: '', openType: '',
    hoverClass: 'button-hover', hoverStopPropagation: false, hoverStartTime: 20, hoverStayTime: 70,
  },
  create(control) {
    control.host.setAttribute('data-key-taps', '');
    showPressed(control);
  },
  show,
  tap(control) {
    if (control.is('disabled')) return;
    const form = control.host.closest('wx-form');
    if (form && control.text('formType') === 'submit') submitForm(form, control.host);
    if (form && control.text('formType') === 'reset') resetForm(form);
  },
};
