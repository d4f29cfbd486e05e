// Compiles a query document into a test of one document.
import { NotEmulated } from '../../../ports';
import { operatorUnknown, readFailed } from '../refusal';
import { type Document, isDocument, type Value } from '../values';
import { compileCondition } from './condition';

/** Where in an array the query matched; the update path's `$`. */
export interface Found { position: number | null }
export type Test = (document: Document, found: Found) => boolean;

const NOT_BUILT = ['$expr', '$where', '$text', '$jsonSchema', '$comment'];

// A position found inside a negation is no match: MongoDB forgets it.
function not(test: Test): Test {
  return (document) => !test(document, { position: null });
}

function all(tests: Test[]): Test {
  return (document, found) => tests.every((test) => test(document, found));
}

function any(tests: Test[]): Test {
  return (document, found) => tests.some((test) => test(document, found));
}

function compileList(operator: string, list: Value): Test[] {
  if (!Array.isArray(list) || list.length === 0) throw readFailed(`${operator} must be a nonempty array`);
  return list.map((query) => {
    if (!isDocument(query)) throw readFailed(`${operator} entries need to be full objects`);
    return compileQuery(query);
  });
}

function compileLogical(operator: string, list: Value): Test {
  if (operator === '$and') return all(compileList(operator, list));
  if (operator === '$or') return any(compileList(operator, list));
  if (operator === '$nor') return not(any(compileList(operator, list)));
  if (NOT_BUILT.includes(operator)) throw new NotEmulated(`query operator ${operator}`);
  throw operatorUnknown(`unknown top level operator: ${operator}`);
}

/** @throws DatabaseRefusal for what MongoDB cannot parse; NotEmulated for what is not built */
export function compileQuery(query: Document): Test {
  return all(Object.keys(query).map((name) => {
    const condition = query[name] ?? null;
    return name.startsWith('$') ? compileLogical(name, condition) : compileCondition(name.split('.'), condition, 'items');
  }));
}

/** A query's test without interest in the position. */
export function matches(test: Test, document: Document): boolean {
  return test(document, { position: null });
}
