// How a request's body enters an event: text as it is, anything else in base64; and how much of it.

/** In bytes: 100 KB of text. */
export const LARGEST_TEXT_BODY = 102_400;
/** In bytes, before it is base64. */
export const LARGEST_OTHER_BODY = 6 * 1024 * 1024;

const TEXT_TYPE = /^(?:text\/[^;\s]+|application\/(?:json|javascript|xml|x-www-form-urlencoded))\s*(?:;|$)/i;

export function isTextual(contentType: string | undefined): boolean {
  return TEXT_TYPE.test((contentType ?? '').trim());
}
