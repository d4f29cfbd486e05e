// What a person of WeChat can show of herself: a name and a picture.

const LONGEST_NICKNAME = 64;

export const NICKNAME_RULE = `a nickname has at most ${LONGEST_NICKNAME} characters`;
export const AVATAR_URL_RULE = "an avatarUrl is '' or an http(s) URL";

/** Characters are code points: an emoji of one counts once. */
export function isNickname(text: string): boolean {
  return Array.from(text).length <= LONGEST_NICKNAME;
}

export function isAvatarUrl(text: string): boolean {
  return text === '' || (URL.canParse(text) && /^https?:\/\//i.test(text));
}
