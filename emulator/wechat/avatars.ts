// The pictures of the local people: drawn from the name, so that they look the same on every machine.
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const PATH = /^\/emulator\/avatars\/([a-z][a-z0-9-]{0,30})\.(svg|png)$/;
/** The name under which the default picture of someone without one is served. */
const GREY = 'grey';

export function localAvatarPath(person: string): string {
  return `/emulator/avatars/${person}.svg`;
}

function frame(background: string, figure: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="132" height="132" viewBox="0 0 132 132"><rect width="132" height="132" fill="${background}"/>${figure}</svg>`;
}

function greyPicture(): string {
  return frame('#dcdcdc', '<circle cx="66" cy="52" r="24" fill="#fff"/><path d="M18 132a48 42 0 0 1 96 0z" fill="#fff"/>');
}

/** Degrees on the colour wheel. */
export function hueOf(person: string): number {
  return createHash('sha256').update(person).digest().readUInt16BE(0) % 360;
}

/** Her portrait as SVG. */
export function portraitOf(person: string): string {
  const initial = person.charAt(0).toUpperCase();
  return frame(`hsl(${hueOf(person)} 55% 45%)`, `<text x="66" y="90" font-family="sans-serif" font-size="68" fill="#fff" text-anchor="middle">${initial}</text>`);
}

function send(response: ServerResponse, type: string, cacheControl: string, picture: Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-length': picture.length, 'cache-control': cacheControl });
  response.end(picture);
}

/**
 * Serves `/emulator/avatars/<name>.svg`, her portrait, and `.png`, the picture that chooseAvatar gives an app; false when the path is not one of these.
 * `pictureOf` is null for a name that nobody has; a new nickname may change the picture.
 */
export function handleAvatar(path: string, response: ServerResponse, pictureOf: (person: string) => Buffer | null): boolean {
  const [, name, kind] = PATH.exec(path) ?? [];
  if (name === undefined) return false;
  const raster = kind === 'png' ? pictureOf(name) : null;
  if (kind === 'png' && raster === null) return false;
  if (raster) send(response, 'image/png', 'no-store', raster);
  else send(response, 'image/svg+xml; charset=utf-8', 'max-age=3600', Buffer.from(name === GREY ? greyPicture() : portraitOf(name)));
  return true;
}
