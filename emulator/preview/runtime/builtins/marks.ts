// <icon> and <progress>: small drawn things.
import type { Builtin } from './control';

const GLYPHS: Record<string, [string, string]> = {
  success: ['✓', '#07c160'], success_no_circle: ['✓', '#07c160'], info: ['i', '#10aeff'], warn: ['!', '#fa5151'], waiting: ['…', '#10aeff'], cancel: ['✕', '#fa5151'],
  download: ['↓', '#07c160'], search: ['⌕', '#b2b2b2'], clear: ['✕', '#b2b2b2'],
};

export const icon: Builtin = {
  tag: 'icon',
  properties: { type: 'success', size: 23, color: '' },
  show(control) {
    const [glyph, color] = GLYPHS[control.text('type')] ?? ['?', '#b2b2b2'];
    control.host.textContent = glyph;
    control.host.style.setProperty('--icon-size', `${control.text('size')}px`);
    control.host.style.setProperty('--icon-color', control.text('color') || color);
  },
};

export const progress: Builtin = {
  tag: 'progress',
  properties: { percent: 0, showInfo: false, strokeWidth: 6, activeColor: '#09bb07', backgroundColor: '#ebebeb', active: false },
  create(control) {
    control.host.append(document.createElement('i'), document.createElement('b'));
  },
  show({ host, get, is, text }) {
    const percent = Math.min(100, Math.max(0, Number(get('percent'))));
    host.style.setProperty('--percent', `${percent}%`);
    host.style.setProperty('--stroke', `${text('strokeWidth')}px`);
    host.style.setProperty('--active', text('activeColor'));
    host.style.setProperty('--rest', text('backgroundColor'));
    const info = host.querySelector('b');
    if (info) info.textContent = is('showInfo') ? `${percent}%` : '';
  },
};
