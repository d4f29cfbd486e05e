// Compiles a query document into a test of one document.
import { NotEmulated } from '../../../ports';
import { operatorUnknown, readFailed } from '../refusal';
import { type Document, isDocument, type Value } from '../values';
import { compileCondition } from './condition';
import { every, not, some, type Test } from './test';

const NOT_BUILT = ['$expr', '$where', '$text', '$jsonSchema', '$comment'];

function compileList(operator: string, list: Value): Test[] {
  if (!Array.isArray(list) || list.length === 0) throw readFailed(`${operator} must be a nonempty array`);
  return list.map((query) => {
    if (!isDocument(query)) throw readFailed(`${operator} entries need to be full objects`);
    return compileQuery(query);
  });
}

function compileLogical(operator: string, list: Value): Test {
  if (operator === '$and') return every(compileList(operator, list));
  if (operator === '$or') return some(compileList(operator, list));
  if (operator === '$nor') return not(some(compileList(operator, list)));
  if (NOT_BUILT.includes(operator)) throw new NotEmulated(`query operator ${operator}`);
  throw operatorUnknown(`unknown top level operator: ${operator}`);
}

/** @throws DatabaseRefusal for what MongoDB cannot parse; NotEmulated for what is not built */
export function compileQuery(query: Document): Test {
  return every(Object.keys(query).map((name) => {
    const condition = query[name] ?? null;
    return name.startsWith('$') ? compileLogical(name, condition) : compileCondition(name.split('.'), condition, 'items');
  }));
}

/** A query's test without interest in the position. */
export function matches(test: Test, document: Document): boolean {
  return test(document, { position: null });
}
