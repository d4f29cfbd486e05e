// <navigator>: a link to another page.
import { NotEmulated } from '../not-emulated';
import { navigation } from '../shell/navigation';
import type { Builtin, Control } from './control';
import { showPressed } from './view';

async function open(control: Control): Promise<void> {
  const url = control.text('url');
  const owner = control.component.ownerShadowRoot?.getHostNode().is ?? '';
  try {
    await navigation().open(control.text('openType'), url, owner, Number(control.get('delta')));
    control.tell('success', { errMsg: 'navigator:ok' });
  } catch (error) {
    if (error instanceof NotEmulated) throw error;
    control.tell('fail', { errMsg: `navigator:fail ${error instanceof Error ? error.message : String(error)}` });
  }
}

export const navigator: Builtin = {
  tag: 'navigator',
  properties: { target: 'self', url: '', openType: 'navigate', delta: 1, hoverClass: 'navigator-hover', hoverStopPropagation: false, hoverStartTime: 50, hoverStayTime: 600 },
  create(control) {
    control.host.setAttribute('data-key-taps', '');
    control.host.setAttribute('role', 'link');
    control.host.tabIndex = 0;
    showPressed(control);
  },
  show(control) {
    if (control.text('target') !== 'self') throw new NotEmulated(`<navigator target="${control.text('target')}">`);
  },
  tap(control) {
    // What it refuses by name surfaces as an unhandled rejection.
    void open(control);
  },
};
