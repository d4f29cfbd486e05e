// MongoDB Extended JSON v2 as the SDK sends it (canonical) and as we store and answer it (relaxed).
import { NotEmulated } from '../../ports';
import { invalidParameter } from './refusal';
import { type Document, isDocument, setField, type Value } from './values';

/** JSON as it came from outside; Dates stand in seeds written in code. */
type Tree = null | boolean | number | string | Date | Tree[] | { [field: string]: Tree };

const NOT_BUILT = ['$oid', '$regularExpression', '$binary', '$uuid', '$numberDecimal', '$timestamp', '$minKey', '$maxKey', '$undefined', '$symbol', '$code', '$dbPointer'];

function decodeNumber(text: Tree | undefined): number {
  const number = Number(text);
  if (Number.isNaN(number) && text !== 'NaN') throw invalidParameter(`${JSON.stringify(text)} is not a number`);
  return number;
}

function decodeDate(when: Value): Date {
  const date = new Date(typeof when === 'string' ? Date.parse(when) : Number(when));
  if (typeof when !== 'string' && typeof when !== 'number') throw invalidParameter('$date takes a number of milliseconds or an ISO date');
  return date;
}

// `db.serverDate({ offset })`: the cloud's own word, replaced wherever it stands.
function decodeServerDate(argument: Value, now: number): Date {
  const offset = isDocument(argument) ? argument['offset'] ?? 0 : 0;
  return new Date(now + Number(offset));
}

/** The value a `{ $word: … }` stands for, or null when the object is an ordinary one. */
function decodeTyped(tree: { [field: string]: Tree }, word: string, now: number): Value | null {
  const argument = tree[word] ?? null;
  if (word === '$numberInt' || word === '$numberLong' || word === '$numberDouble') return decodeNumber(argument);
  if (word === '$date') return decodeDate(decodeTree(argument, now));
  if (word === '$tcb_server_date') return decodeServerDate(decodeTree(argument, now), now);
  if (NOT_BUILT.includes(word)) throw new NotEmulated(`EJSON type ${word}`);
  return null;
}

/** Parsed EJSON (or a plain document) → values. `now` is what server dates become. */
export function decodeTree(tree: Tree, now: number): Value {
  if (typeof tree !== 'object' || tree === null || tree instanceof Date) return tree;
  if (Array.isArray(tree)) return tree.map((item) => decodeTree(item, now));
  const names = Object.keys(tree);
  const [first] = names;
  if (names.length === 1 && first?.startsWith('$')) {
    const typed = decodeTyped(tree, first, now);
    if (typed !== null) return typed;
  }
  const document: Document = {};
  for (const name of names) setField(document, name, decodeTree(tree[name] ?? null, now));
  return document;
}

/** @throws DatabaseRefusal INVALID_PARAM on text that is not JSON; NotEmulated on a BSON type that is not built */
export function decode(text: string, now: number): Value {
  let tree: Tree;
  try {
    tree = JSON.parse(text) as Tree;
  } catch {
    throw invalidParameter('a field of the request is not Extended JSON');
  }
  return decodeTree(tree, now);
}

/** @throws DatabaseRefusal INVALID_PARAM when `text` is not the EJSON of an object */
export function decodeDocument(text: unknown, name: string, now: number): Document {
  const value = typeof text === 'string' ? decode(text, now) : null;
  if (!isDocument(value)) throw invalidParameter(`${name} must be the Extended JSON of an object`);
  return value;
}

function encodeNumber(value: number): string {
  if (Number.isFinite(value) && !Object.is(value, -0)) return String(value);
  return `{"$numberDouble":"${Object.is(value, -0) ? '-0.0' : value}"}`;
}

/** Texts of dates by their milliseconds: a document is written again and again with the dates it had, and an ISO text takes longer than all its other fields. */
const dateTexts = new Map<number, string>();
const KEPT_DATE_TEXTS = 10_000;

// Relaxed form writes a date as ISO text only from 1970 to 9999.
function encodeDate(date: Date): string {
  const time = date.getTime();
  const known = dateTexts.get(time);
  if (known !== undefined) return known;
  const text = time >= 0 && time < 253402300800000 ? `{"$date":"${date.toISOString()}"}` : `{"$date":{"$numberLong":"${time}"}}`;
  if (dateTexts.size >= KEPT_DATE_TEXTS) dateTexts.clear();
  dateTexts.set(time, text);
  return text;
}

/** Values → relaxed EJSON text. */
export function encode(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Date) return encodeDate(value);
  return Array.isArray(value) ? `[${encodeItems(value)}]` : `{${encodeFields(value)}}`;
}

// Text grown in place takes half the time of a list of texts joined.
function encodeItems(items: Value[]): string {
  let text = '';
  for (const item of items) text += (text === '' ? '' : ',') + encode(item);
  return text;
}

function encodeFields(document: Document): string {
  let text = '';
  for (const name of Object.keys(document)) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${encode(document[name] ?? null)}`;
  return text;
}
