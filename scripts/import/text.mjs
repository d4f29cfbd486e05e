// What a cell of another system's table holds: texts trimmed once, moments in epoch milliseconds, JSON as consoles export it.

/** The file is none of this table; nothing was asked. */
export class Unreadable extends Error {}

/** Null where there is nothing. White space around an id is no part of it. */
export function textOf(value) {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

/** The first six letters, as the door shows an id. */
export function shown(text) {
  const letters = [...text].slice(0, LETTERS).join('').replace(/[\p{C}\p{Z}]/gu, '?');
  return [...text].length > LETTERS ? `${letters}…` : letters;
}

const LETTERS = 6;
const CHINA = '+08:00';
const DATE = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/;

/** Milliseconds, or seconds of ten digits, or ISO 8601; without a zone it is China's time. Null where it is no moment. */
export function momentOf(value) {
  const text = textOf(value);
  if (text === null) return null;
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{11,13}$/.test(text)) return Number(text);
  const at = Date.parse(zoned(text));
  return Number.isSafeInteger(at) && at >= 0 ? at : null;
}

/** Says something, and is no moment. */
export const isUnread = (value) => textOf(value) !== null && momentOf(value) === null;

function zoned(text) {
  if (!DATE.test(text)) return /^\d{4}-\d\d-\d\dT/.test(text) ? text : '';
  return `${text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')}${CHINA}`;
}

/** Extended JSON of MongoDB's tools: {"$oid": …}, {"$date": …}, {"$numberLong": …}. */
function unwrapped(_key, value) {
  if (typeof value !== 'object' || value === null) return value;
  const [[name, held] = [], ...rest] = Object.entries(value);
  if (rest.length > 0) return value;
  if (name === '$oid') return held;
  if (name === '$date') return typeof held === 'number' ? held : Date.parse(held);
  return /^\$number(Int|Long|Double|Decimal)$/.test(name ?? '') ? Number(held) : value;
}

function parse(text, where) {
  try {
    return JSON.parse(text, unwrapped);
  } catch {
    throw new Unreadable(`${where} is no JSON.`);
  }
}

/** A JSON array, or one document to a line. `line`: of the file, or which document of the array it is. */
export function readDocuments(text) {
  const isArray = text.trimStart().startsWith('[');
  const found = isArray
    ? parse(text, 'The file').map((document, index) => ({ line: index + 1, document }))
    : text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, document: parse(line, `Line ${index + 1}`) }]));
  const other = found.find(({ document }) => typeof document !== 'object' || document === null || Array.isArray(document));
  if (other !== undefined) throw new Unreadable(`${isArray ? 'Document' : 'Line'} ${other.line} is no JSON object.`);
  return { documents: found, unit: isArray ? 'document' : 'line' };
}

export const withoutMark = (text) => text.replace(/^\uFEFF/, '');
