// <image>: a picture in a box of its own size (320 × 240 by default), never in its file's.
import type { Builtin, Control } from './control';

/** A file of the mini program is served by the preview; the path counts from the component that shows it. */
function addressOf(control: Control): string {
  const source = control.text('src');
  if (source === '' || /^(https?:|data:|blob:|\/\/|\/emulator\/)/.test(source)) return source;
  const owner = `/${control.component.ownerShadowRoot?.getHostNode().is ?? ''}`;
  const path = new URL(source, new URL(owner, 'http://phone')).pathname;
  return `/emulator/preview/files${path}`;
}

function pictureOf(control: Control): HTMLImageElement {
  return control.host.querySelector('img') ?? control.host.appendChild(document.createElement('img'));
}

export const image: Builtin = {
  tag: 'image',
  properties: { src: '', mode: 'scaleToFill', lazyLoad: false, showMenuByLongpress: false, webp: false },
  create(control) {
    const picture = pictureOf(control);
    picture.alt = '';
    picture.draggable = false;
    picture.addEventListener('load', () => control.tell('load', { width: picture.naturalWidth, height: picture.naturalHeight }));
    picture.addEventListener('error', () => control.tell('error', { errMsg: `GET ${control.text('src')} 404` }));
  },
  show(control) {
    const picture = pictureOf(control);
    const address = addressOf(control);
    control.host.setAttribute('data-mode', control.text('mode'));
    picture.loading = control.is('lazyLoad') ? 'lazy' : 'eager';
    picture.alt = String(control.get('ariaLabel') ?? '');
    if (address === '') picture.removeAttribute('src');
    else if (picture.getAttribute('src') !== address) picture.src = address;
  },
};
