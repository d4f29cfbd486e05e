// What a cell says of who somebody is: an id of WeChat's, or the other system's own name for her. A wrong one would make strangers one person.
import { placeOf, textOf, Unreadable } from './text.mjs';

/** As databases and their tools print that there is nothing. */
const NOTHING = /^(?:null|\\n|nil|none|undefined|nan|n\/a|-+)$/i;

/** An openid or unionid; null where there is none. */
export function idOf(value) {
  const text = nameOf(value);
  return text === '0' ? null : text;
}

/** The other system's name for a user; null where it has none. */
export function nameOf(value) {
  const text = textOf(value);
  return text === null || NOTHING.test(text) ? null : text;
}

/** JSON keeps no more than 53 bits of a number, a spreadsheet 15 digits: two users' numbers may have become one. */
function isRounded(value) {
  return typeof value === 'number' ? !Number.isSafeInteger(value) : typeof value === 'string' && /^\s*\d(?:\.\d+)?e\+?\d+\s*$/i.test(value);
}

/** @param {{ line: number, document: object }[]} documents @throws Unreadable where a user's name was rounded */
export function refuseRounded(documents, field, unit) {
  const lines = documents.filter(({ document }) => isRounded(document[field])).map(({ line }) => line);
  if (lines.length > 0) throw new Unreadable(`${placeOf(unit, lines)}: ${field} is a number that was rounded, so that two users may have the same one: write it as text.`);
}
