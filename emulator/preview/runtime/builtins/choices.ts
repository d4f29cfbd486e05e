// <checkbox>, <radio>, their groups, and <switch>: what a tap turns on or off.
import { NotEmulated } from '../not-emulated';
import { type Builtin, type Control, controlAt } from './control';

function showMark(role: string): (control: Control) => void {
  return (control) => {
    const { host } = control;
    host.toggleAttribute('data-checked', control.is('checked'));
    host.toggleAttribute('data-disabled', control.is('disabled'));
    host.setAttribute('role', role);
    host.setAttribute('aria-checked', String(control.is('checked')));
    host.tabIndex = control.is('disabled') ? -1 : 0;
    if (control.text('color')) host.style.setProperty('--mark', control.text('color'));
  };
}

function addMark(control: Control): void {
  control.host.setAttribute('data-key-taps', '');
  const mark = document.createElement('span');
  mark.className = 'wx-mark';
  control.host.prepend(mark);
}

function controlsIn(group: Element, selector: string): Control[] {
  return [...group.querySelectorAll(selector)].flatMap((element) => controlAt(element)?.control ?? []);
}

function checkedValues(group: Element): string[] {
  return controlsIn(group, 'wx-checkbox').filter((each) => each.is('checked')).map((each) => each.text('value'));
}

function checkedRadio(group: Element): string {
  return controlsIn(group, 'wx-radio').find((each) => each.is('checked'))?.text('value') ?? '';
}

const showSwitch = showMark('switch');
const uncheck = (control: Control) => control.set('checked', false);
const CHOICE = { value: '', checked: false, disabled: false, color: '#07c160' };

export const checkbox: Builtin = {
  tag: 'checkbox', properties: CHOICE, create: addMark, show: showMark('checkbox'),
  tap(control) {
    if (control.is('disabled')) return;
    control.set('checked', !control.is('checked'));
    const group = control.host.closest('[data-group="checkbox"]');
    if (group) controlAt(group)?.control.tell('change', { value: checkedValues(group) });
  },
};

export const radio: Builtin = {
  tag: 'radio', properties: CHOICE, create: addMark, show: showMark('radio'),
  tap(control) {
    const group = control.host.closest('[data-group="radio"]');
    if (control.is('disabled') || control.is('checked')) return;
    if (group) controlsIn(group, 'wx-radio').forEach(uncheck);
    control.set('checked', true);
    if (group) controlAt(group)?.control.tell('change', { value: control.text('value') });
  },
};

export const checkboxGroup: Builtin = {
  tag: 'checkbox-group', properties: { name: '' },
  create: (control) => control.host.setAttribute('data-group', 'checkbox'),
  field: { value: (control) => checkedValues(control.host), reset: (control) => controlsIn(control.host, 'wx-checkbox').forEach(uncheck) },
};

export const radioGroup: Builtin = {
  tag: 'radio-group', properties: { name: '' },
  create: (control) => control.host.setAttribute('data-group', 'radio'),
  field: { value: (control) => checkedRadio(control.host), reset: (control) => controlsIn(control.host, 'wx-radio').forEach(uncheck) },
};

export const switchControl: Builtin = {
  tag: 'switch', properties: { checked: false, disabled: false, type: 'switch', color: '#04be02', name: '' }, create: addMark,
  show(control) {
    if (control.text('type') !== 'switch') throw new NotEmulated(`<switch type="${control.text('type')}">`);
    showSwitch(control);
  },
  tap(control) {
    if (control.is('disabled')) return;
    control.set('checked', !control.is('checked'));
    control.tell('change', { value: control.is('checked') });
  },
  field: { value: (control) => control.is('checked'), reset: uncheck },
};
