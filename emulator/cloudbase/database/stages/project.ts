// The $project stage: fields shown or left out by our projection, fields computed by mingo's expressions.
import { createRequire } from 'node:module';
import { Context, evalExpr, OpType, ProcessingMode } from 'mingo/core';
import { NotEmulated } from '../../../ports';
import { makePlace } from '../place';
import { compileProjection } from '../project';
import { copyToSet, type Document, isDocument, type Value } from '../values';

/** Expressions mingo computes otherwise than MongoDB, or that would run code. */
const REFUSED = ['$week', '$substr', '$substrBytes', '$function', '$accumulator'];

let loaded: Context | null = null;

// Loading every expression takes tens of milliseconds: only who computes a field pays.
function expressions(): Context {
  if (loaded) return loaded;
  const operators = createRequire(import.meta.url)('mingo/operators/expression') as typeof import('mingo/operators/expression');
  const kept = Object.entries(operators).filter(([name]) => !REFUSED.includes(name));
  loaded = Context.init({ expression: Object.fromEntries(kept) as Parameters<Context['addExpressionOps']>[0] });
  return loaded;
}

function refuseUnknown(expression: Value, context: Context): void {
  const items = Array.isArray(expression) ? expression : [];
  const fields = isDocument(expression) ? expression : {};
  for (const name of Object.keys(fields)) {
    if (name.startsWith('$') && context.getOperator(OpType.EXPRESSION, name) === null) throw new NotEmulated(`aggregation expression ${name}`);
  }
  for (const inside of [...items, ...Object.values(fields)]) refuseUnknown(inside, context);
}

/** Undefined leaves the field out. */
type Expression = (document: Document) => Value | undefined;

function compileExpression(expression: Value): Expression {
  const context = expressions();
  refuseUnknown(expression, context);
  const options = { idKey: '_id', context, processingMode: ProcessingMode.CLONE_OFF, scriptEnabled: false, useStrictMode: true, failOnError: true };
  return (document) => evalExpr(document, expression, options) as Value | undefined;
}

function isFlag(value: Value | undefined): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function isExpression(value: Value | undefined): boolean {
  return typeof value === 'string' ? value.startsWith('$') : isDocument(value) && Object.keys(value)[0]?.startsWith('$') === true;
}

/** What is shown besides computed fields: without a field named, only `_id`. */
function compileBeside(flags: Document, isComputing: boolean): (document: Document) => Document {
  const isNaming = Object.keys(flags).some((name) => name !== '_id');
  if (isNaming || !isComputing) return compileProjection(flags);
  const isIdHidden = flags['_id'] === 0 || flags['_id'] === false;
  return isIdHidden ? () => ({}) : compileProjection({ _id: 1 });
}

function pick(specification: Document, names: string[]): Document {
  return Object.fromEntries(names.map((name) => [name, specification[name] ?? null]));
}

/** @throws NotEmulated for nested specifications and expressions that are not built */
export function projectStage(documents: Document[], specification: Document): Document[] {
  const names = Object.keys(specification);
  const computed = names.filter((name) => !isFlag(specification[name]));
  const odd = computed.find((name) => !isExpression(specification[name]));
  if (odd !== undefined) throw new NotEmulated(`$project of ${odd} by a value`);
  const showBeside = compileBeside(pick(specification, names.filter((name) => isFlag(specification[name]))), computed.length > 0);
  const computes = computed.map((name) => ({ path: name.split('.'), compute: compileExpression(specification[name] ?? null) }));
  return documents.map((document) => {
    const shown = copyToSet(showBeside(document), computes.map(({ path }) => path));
    for (const { path, compute } of computes) {
      const value = compute(document);
      if (value !== undefined) makePlace(shown, path).set(value);
    }
    return shown;
  });
}
