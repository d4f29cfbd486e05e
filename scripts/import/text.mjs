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
  return /^\$number(Int|Long|Double|Decimal)$/.test(name ?? '') ? exactly(held) : value;
}

/** A long number keeps its digits, as text. */
function exactly(held) {
  const number = Number(held);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? String(held) : number;
}

const MOST_PLACES = 5;

/** 'Line 3', 'Lines 3, 5', 'Lines 3, 5, 6, 7, 8 and 12 more' */
export function placeOf(unit, lines) {
  const more = lines.length > MOST_PLACES ? ` and ${lines.length - MOST_PLACES} more` : '';
  return `${unit[0].toUpperCase()}${unit.slice(1)}${lines.length > 1 ? 's' : ''} ${lines.slice(0, MOST_PLACES).join(', ')}${more}`;
}

const isOne = (lines) => (lines.length > 1 ? 'are' : 'is');

function parseArray(text) {
  try {
    return JSON.parse(text, unwrapped).map((document, index) => ({ line: index + 1, document }));
  } catch (error) {
    const position = /at position (\d+)/.exec(error.message)?.[1];
    const isCut = /end of JSON|Unterminated/.test(error.message) || Number(position) >= text.trimEnd().length;
    const place = position === undefined ? '' : `: see line ${text.slice(0, Number(position)).split('\n').length}`;
    throw new Unreadable(`The file is no JSON${isCut ? ': it ends too early, as if it had been cut' : place}.`);
  }
}

/** One to a line; empty lines are none. */
function parseLines(text) {
  const [documents, broken] = [[], []];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    try {
      documents.push({ line: index + 1, document: JSON.parse(line, unwrapped) });
    } catch {
      broken.push(index + 1);
    }
  });
  if (broken.length > 0) throw new Unreadable(`${placeOf('line', broken)} ${isOne(broken)} no JSON.`);
  return documents;
}

/** A JSON array, or one document to a line. `line`: of the file, or which document of the array it is. */
export function readDocuments(text) {
  const isArray = text.trimStart().startsWith('[');
  const unit = isArray ? 'document' : 'line';
  const documents = isArray ? parseArray(text) : parseLines(text);
  const others = documents.filter(({ document }) => typeof document !== 'object' || document === null || Array.isArray(document)).map(({ line }) => line);
  if (others.length > 0) throw new Unreadable(`${placeOf(unit, others)} ${isOne(others)} no JSON object.`);
  return { documents, unit };
}
