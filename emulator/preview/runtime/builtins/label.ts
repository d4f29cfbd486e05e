// <label>: a tap on it goes to the control it stands for.
import { type Builtin, type Control, controlAt } from './control';

const LABELLED = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea';

function labelled(control: Control): HTMLElement | null {
  const id = control.text('for');
  if (!id) return control.host.querySelector<HTMLElement>(LABELLED);
  return [...document.querySelectorAll<HTMLElement>(LABELLED)].find((element) => element.dataset['wxid'] === id && element.offsetParent !== null) ?? null;
}

export const label: Builtin = {
  tag: 'label',
  properties: { for: '' },
  create(control) {
    control.host.addEventListener('click', (event) => {
      const target = labelled(control);
      // A tap on the control itself has reached it already.
      if (!target || target.contains(event.target as Node)) return;
      const field = target.querySelector<HTMLElement>('input, textarea');
      if (field) field.focus();
      else if (controlAt(target)) target.click();
    });
  },
};
