// <scroll-view>: an area that scrolls by itself and says when its ends come near.
import { NotEmulated } from '../not-emulated';
import type { Builtin, Control } from './control';

function rangeTo(control: Control, edge: 'upper' | 'lower'): boolean {
  const { host } = control;
  const threshold = Number(control.get(`${edge}Threshold`));
  const [at, size, all] = control.is('scrollX') ? [host.scrollLeft, host.clientWidth, host.scrollWidth] : [host.scrollTop, host.clientHeight, host.scrollHeight];
  return edge === 'upper' ? at <= threshold : all - at - size <= threshold;
}

function watch(control: Control): void {
  const { host } = control;
  const near = { upper: true, lower: false };
  host.addEventListener('scroll', () => {
    control.tell('scroll', { scrollTop: host.scrollTop, scrollLeft: host.scrollLeft, scrollHeight: host.scrollHeight, scrollWidth: host.scrollWidth });
    for (const edge of ['upper', 'lower'] as const) {
      const reached = rangeTo(control, edge);
      if (reached && !near[edge]) control.tell(`scrollto${edge}`, { direction: control.is('scrollX') ? { upper: 'left', lower: 'right' }[edge] : { upper: 'top', lower: 'bottom' }[edge] });
      near[edge] = reached;
    }
  });
}

export const scrollView: Builtin = {
  tag: 'scroll-view',
  properties: {
    scrollX: false, scrollY: false, upperThreshold: 50, lowerThreshold: 50, scrollTop: -1, scrollLeft: -1, scrollIntoView: '', scrollWithAnimation: false,
    enhanced: false, showScrollbar: true, enableFlex: false, refresherEnabled: false, type: 'list',
  },
  create: watch,
  show(control) {
    if (control.is('refresherEnabled')) throw new NotEmulated('<scroll-view refresher-enabled>');
    const { host } = control;
    host.toggleAttribute('scroll-x', control.is('scrollX'));
    host.toggleAttribute('scroll-y', control.is('scrollY'));
    const top = Number(control.get('scrollTop'));
    const left = Number(control.get('scrollLeft'));
    if (top >= 0) host.scrollTop = top;
    if (left >= 0) host.scrollLeft = left;
    const into = control.text('scrollIntoView');
    if (into) host.querySelector(`[data-wxid="${CSS.escape(into)}"]`)?.scrollIntoView();
  },
};
