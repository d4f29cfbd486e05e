// <button open-type="chooseAvatar">: the person's WeChat picture, one from the album, or none.
import { element } from './element';
import { wordButton, words } from './words';

export interface AlbumPicture { contentBase64: string; fileName: string }
export type AvatarChoice = 'wechat' | AlbumPicture | null;

function readPicture(file: File): Promise<AlbumPicture> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve({ contentBase64: String(reader.result).replace(/^[^,]*,/, ''), fileName: file.name }));
    reader.addEventListener('error', () => reject(reader.error ?? new Error(`${file.name} cannot be read`)));
    reader.readAsDataURL(file);
  });
}

/** The album of a desk is its disk. */
function albumField(chosen: (choice: AvatarChoice) => void): HTMLInputElement {
  const field = element('input', 'album-field');
  field.type = 'file';
  field.accept = 'image/*';
  field.tabIndex = -1;
  field.dataset['shell'] = 'avatar-file';
  field.setAttribute('aria-label', '从相册选择 Choose from album');
  field.addEventListener('change', () => {
    const file = field.files?.[0];
    if (file) void readPicture(file).then(chosen);
  });
  return field;
}

/** `pictureUrl`: the very picture that a tap on it gives. */
function ownPicture(pictureUrl: string, chosen: (choice: AvatarChoice) => void): HTMLButtonElement {
  const made = wordButton('sheet-item sheet-picture-item', 'avatar-wechat', '用微信头像', 'Use WeChat profile photo', () => chosen('wechat'));
  const picture = element('img', 'sheet-picture');
  picture.alt = '';
  picture.src = pictureUrl;
  made.prepend(picture);
  return made;
}

export function avatarSheet(pictureUrl: string, chosen: (choice: AvatarChoice) => void): HTMLElement {
  const sheet = element('div', 'half-screen action-screen');
  const field = albumField(chosen);
  const title = element('p', 'sheet-hint');
  title.append(...words('获取你的头像', 'Your profile photo'));
  sheet.append(
    title,
    ownPicture(pictureUrl, chosen),
    wordButton('sheet-item', 'avatar-album', '从相册选择', 'Choose from album', () => field.click()),
    wordButton('sheet-item sheet-cancel', 'avatar-cancel', '取消', 'Cancel', () => chosen(null)),
    field,
  );
  return sheet;
}
