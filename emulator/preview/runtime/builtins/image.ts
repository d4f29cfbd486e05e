// <image>: a picture in a box of its own size (320 × 240 by default), never in its file's.
import { phone } from '../phone';
import type { Builtin, Control } from './control';

const TEMPORARY = 'http://tmp/';
/** What each picture is to show: an address that comes too late is not shown. */
const wanted = new WeakMap<HTMLImageElement, string>();

/** Of a file in cloud storage; null where it cannot be had. */
async function addressInCloud(fileId: string): Promise<string | null> {
  const answer = await phone().post('cloud.getTempFileURL', { fileList: [fileId] });
  const [file] = answer.ok ? (answer.result['fileList'] as { tempFileURL?: string }[]) : [];
  return file?.tempFileURL || null;
}

async function showFromCloud(control: Control, picture: HTMLImageElement, fileId: string): Promise<void> {
  const address = await addressInCloud(fileId);
  if (wanted.get(picture) !== fileId) return;
  if (address) picture.src = address;
  else control.tell('error', { errMsg: `GET ${fileId} 404` });
}

/** A file of the mini program is served by the preview; the path counts from the component that shows it. */
function addressOf(control: Control): string {
  const source = control.text('src');
  if (source.startsWith(TEMPORARY)) return `/emulator/temporary-files/${source.slice(TEMPORARY.length)}`;
  if (source === '' || /^(https?:|data:|blob:|cloud:|\/\/|\/emulator\/)/.test(source)) return source;
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
    if (wanted.get(picture) === address) return;
    wanted.set(picture, address);
    if (address.startsWith('cloud:')) void showFromCloud(control, picture, address);
    else if (address === '') picture.removeAttribute('src');
    else picture.src = address;
  },
};
