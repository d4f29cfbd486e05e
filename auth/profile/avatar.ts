// A picture that a phone uploaded: looked at, checked by WeChat, and kept as a copy of our own.
import type { FileId } from '../ids';
import type { Random, UserRecord } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { ContentCheck, Files, PictureType } from './ports';

export interface AvatarWorld { random: Random; contentCheck: ContentCheck; files: Files }
export interface Kept { avatarUrl?: string; avatarFile?: FileId }

/** By the bytes themselves; what a phone calls a file says nothing (SEC-10). WeChat's check takes these and no others. */
const SIGNATURES: readonly [PictureType, extension: string, isOne: (bytes: Buffer) => boolean][] = [
  ['image/jpeg', 'jpg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/png', 'png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))],
  ['image/gif', 'gif', (bytes) => /^GIF8[79]a$/.test(bytes.subarray(0, 6).toString('latin1'))],
];
const PLACE = 'avatars';

/**
 * The copy has a name that cannot be guessed and does not tell whose it is.
 * Refuses: not-found (no such file, or larger than a picture may be), declined (no picture, or risky), wechat-unavailable.
 */
export async function keepPicture(world: AvatarWorld, upload: FileId): Promise<Result<Kept>> {
  const bytes = await world.files.read(upload);
  if (bytes === null) return refuse('not-found', 'There is no such file in cloud storage, or it is larger than 1 MB.');
  const signature = SIGNATURES.find(([, , isOne]) => isOne(bytes));
  if (signature === undefined) return refuse('declined', 'The file is no JPEG, PNG or GIF picture.');
  const picture = { bytes, type: signature[0] };
  switch (await world.contentCheck.picture(picture)) {
    case 'risky': return refuse('declined', 'The content check of WeChat does not let this picture pass; choose another.');
    case 'unavailable': return refuse('wechat-unavailable', 'The picture could not be checked; ask again later.');
    case 'pass': break;
  }
  const { file, url } = await world.files.keep(`${PLACE}/${world.random.text(16)}.${signature[1]}`, picture);
  return accept({ avatarUrl: url, avatarFile: file });
}

/** What is not needed any more: a copy that another took the place of, and the upload, where it lies in the user's own folder. */
export async function discard(world: AvatarWorld, user: UserRecord, copy: FileId | null, upload: FileId | null): Promise<void> {
  await world.files.remove([copy, upload !== null && isOwnUpload(user, upload) ? upload : null].filter((file) => file !== null));
}

/** Her own copy, not one that filled a gap in a merge: that one is whose it was, should the merge be undone. */
export function ownPicture({ avatarFile, adopted }: UserRecord): FileId | null {
  return adopted.avatar === null ? avatarFile : null;
}

/** A file id comes from the phone, which may name anybody's file: only what lies under the user's own id is removed. */
function isOwnUpload(user: UserRecord, upload: FileId): boolean {
  return upload.split('/').slice(3, 5).join('/') === `avatar-uploads/${user.id}`;
}
