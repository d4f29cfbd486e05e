// The place a dotted path names inside a document being written.
import { writeFailed } from './refusal';
import { type Document, field, isDocument, setField, show, type Value } from './values';

export interface Place {
  get(): Value | undefined;
  set(value: Value): void;
  remove(): void;
}

type Container = Document | Value[];

/** Indexes beyond this pad an array with more nulls than MongoDB allows. */
const MOST_PADDING = 1_500_000;

export function isIndex(part: string): boolean {
  return /^(0|[1-9]\d*)$/.test(part);
}

function read(container: Container, part: string): Value | undefined {
  if (!Array.isArray(container)) return field(container, part);
  return isIndex(part) ? container[Number(part)] : undefined;
}

function writeItem(items: Value[], index: number, value: Value): void {
  if (index - items.length > MOST_PADDING) throw writeFailed(`can't backfill more than ${MOST_PADDING} elements`);
  while (items.length < index) items.push(null);
  items[index] = value;
}

function write(container: Container, part: string, value: Value): void {
  if (Array.isArray(container)) writeItem(container, Number(part), value);
  else setField(container, part, value);
}

function cannotCreate(part: string, name: string, value: Value): Error {
  return writeFailed(`Cannot create field '${part}' in element {${name}: ${show(value)}}`);
}

function placeIn(container: Container, part: string): Place {
  return {
    get: () => read(container, part),
    set: (value) => write(container, part, value),
    remove() {
      if (!Array.isArray(container)) delete container[part];
      else if (Number(part) < container.length) container[Number(part)] = null; // MongoDB leaves a null, so that other indexes stay
    },
  };
}

function opensFor(inside: Value | undefined, next: string): inside is Container {
  return isDocument(inside) || (Array.isArray(inside) && isIndex(next));
}

/** One step down a path that is being made: an absent field becomes a sub-document. */
function makeStep(container: Container, part: string, next: string): Container {
  const there = read(container, part);
  const inside = there === undefined ? {} : there;
  if (!opensFor(inside, next)) throw cannotCreate(next, part, inside);
  if (there === undefined) write(container, part, inside);
  return inside;
}

/** @throws DatabaseRefusal when the path runs into a scalar, null, or an array without an index */
export function makePlace(document: Document, path: string[]): Place {
  let container: Container = document;
  path.slice(0, -1).forEach((part, depth) => { container = makeStep(container, part, path[depth + 1] ?? ''); });
  return placeIn(container, path.at(-1) ?? '');
}

/** Null when the path is not there; nothing is made. */
export function findPlace(document: Document, path: string[]): Place | null {
  let container: Container = document;
  for (const [depth, part] of path.slice(0, -1).entries()) {
    const inside = read(container, part);
    if (!opensFor(inside, path[depth + 1] ?? '')) return null;
    container = inside;
  }
  const last = path.at(-1) ?? '';
  return read(container, last) === undefined ? null : placeIn(container, last);
}
