// What kind of picture some bytes are, told by how they begin: names and declared types are not believed.

export type PictureKind = 'png' | 'jpeg' | 'gif';

const BEGINNINGS: readonly [PictureKind, Buffer][] = [
  ['png', Buffer.from('89504e470d0a1a0a', 'hex')], ['jpeg', Buffer.from('ffd8ff', 'hex')], ['gif', Buffer.from('GIF87a')], ['gif', Buffer.from('GIF89a')],
];

/** Null when it is no picture that WeChat's content check reads: PNG, JPEG and GIF. */
export function pictureKindOf(bytes: Buffer): PictureKind | null {
  return BEGINNINGS.find(([, beginning]) => bytes.subarray(0, beginning.length).equals(beginning))?.[0] ?? null;
}
