// <button>: taps, form-type and open-type; an open-type that is not built is refused by name.
import type { Builtin, Control } from './control';
import { resetForm, submitForm } from './form';
import { actOnTap, refuseUnknownOpenType } from './open-type';
import { showPressed } from './view';

function show(control: Control): void {
  refuseUnknownOpenType(control);
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
    sessionFrom: '', sendMessageTitle: '', sendMessagePath: '', sendMessageImg: '', showMessageCard: false,
    hoverClass: 'button-hover', hoverStopPropagation: false, hoverStartTime: 20, hoverStayTime: 70,
  },
  create(control) {
    control.host.setAttribute('data-key-taps', '');
    showPressed(control);
  },
  show,
  tap(control) {
    if (control.is('disabled')) return;
    void actOnTap(control); // what it refuses by name surfaces as an unhandled rejection
    const form = control.host.closest('wx-form');
    if (form && control.text('formType') === 'submit') submitForm(form, control.host);
    if (form && control.text('formType') === 'reset') resetForm(form);
  },
};
