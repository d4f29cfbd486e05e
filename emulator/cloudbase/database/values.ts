// The values a document holds, and MongoDB's order, equality and names for them.

export type Value = null | boolean | number | string | Date | Value[] | Document;
export interface Document { [field: string]: Value }

export function isDocument(value: Value | undefined): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** An own field only: a document's `constructor` or `__proto__` is data or absent. */
export function field(document: Document, name: string): Value | undefined {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

export function setField(document: Document, name: string, value: Value): void {
  // Assigning to `__proto__` would change the object's prototype instead of storing a field.
  if (name === '__proto__') Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
  else document[name] = value;
}

export function clone<T extends Value>(value: T): T;
export function clone(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => clone(item));
  if (!isDocument(value)) return value;
  const copy: Document = {};
  for (const name of Object.keys(value)) setField(copy, name, clone(value[name] ?? null));
  return copy;
}

/** A copy on which values at these paths can be set: what no path leads into is shared, not copied. */
export function copyToSet(document: Document, paths: string[][]): Document {
  return paths.some((path) => path.length > 1) ? clone(document) : { ...document };
}

/** BSON's order of types; values of different ranks never compare by size. */
export function rank(value: Value): number {
  if (value === null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 5;
  if (typeof value === 'boolean') return 8;
  return value instanceof Date ? 9 : 4;
}

function comparePrimitive<T extends number | string>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

// NaN is equal to itself and below every other number.
function compareNumbers(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  return Number.isNaN(right) ? 1 : comparePrimitive(left, right);
}

// Strings are ordered by their UTF-8 bytes, which JavaScript's UTF-16 order is not.
function compareStrings(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function compareArrays(left: Value[], right: Value[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = compare(left[index] ?? null, right[index] ?? null);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

// Field by field in stored order: type first, then name, then value.
function compareDocuments(left: Document, right: Document): number {
  const names = Object.keys(left);
  const others = Object.keys(right);
  for (let index = 0; index < Math.min(names.length, others.length); index += 1) {
    const [name = '', other = ''] = [names[index], others[index]];
    const [value, against] = [left[name] ?? null, right[other] ?? null];
    const order = rank(value) - rank(against) || compareStrings(name, other) || compare(value, against);
    if (order !== 0) return order;
  }
  return names.length - others.length;
}

/** MongoDB's total order over all values: by type, then by value. */
export function compare(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return compareNumbers(left, right);
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (left instanceof Date && right instanceof Date) return compareNumbers(left.getTime(), right.getTime());
  if (Array.isArray(left) && Array.isArray(right)) return compareArrays(left, right);
  if (isDocument(left) && isDocument(right)) return compareDocuments(left, right);
  return rank(left) - rank(right);
}

/** Sub-documents are equal only with their fields in the same order. */
export function equals(left: Value, right: Value): boolean {
  return compare(left, right) === 0;
}

/** MongoDB's name of a value's type, as its error messages use it. */
export function typeName(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return 'double';
    return Math.abs(value) <= 0x7fffffff ? 'int' : 'long';
  }
  return ['', 'null', '', 'string', 'object', 'array', '', '', 'bool', 'date'][rank(value)] ?? 'unknown';
}

/** A value as MongoDB's error messages print it: `{_id: "a1", n: [1, 2]}`. */
export function show(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return `[${value.map((item) => show(item)).join(', ')}]`;
  if (!isDocument(value)) return String(value);
  return `{${Object.keys(value).map((name) => `${name}: ${show(value[name] ?? null)}`).join(', ')}}`;
}
