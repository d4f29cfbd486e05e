// <view>: a block, with WeChat's pressed look.
import type { Builtin, Control } from './control';

/** Puts `hover-class` on while a finger is down; the class is the page's, so the engine scopes it. */
export function showPressed(control: Control): void {
  let worn = '';
  const take = () => { for (const name of worn.split(' ').filter(Boolean)) control.component.classList?.toggle(name, false); worn = ''; };
  control.host.addEventListener('pointerdown', (event) => {
    const wanted = control.text('hoverClass');
    if (!wanted || wanted === 'none' || control.is('disabled')) return;
    if (control.is('hoverStopPropagation')) event.stopPropagation();
    worn = wanted;
    for (const name of worn.split(' ')) control.component.classList?.toggle(name, true);
  });
  for (const type of ['pointerup', 'pointercancel', 'pointerleave']) control.host.addEventListener(type, take);
}

export const view: Builtin = {
  tag: 'view',
  properties: { hoverClass: 'none', hoverStopPropagation: false, hoverStartTime: 50, hoverStayTime: 400 },
  create: showPressed,
};
