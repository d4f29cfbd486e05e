// Reads an update document into steps, one per path, and refuses paths that collide.
import { NotEmulated } from '../../../ports';
import { operatorUnknown, writeFailed } from '../refusal';
import { type Document, isDocument, typeName, type Value } from '../values';
import { ARRAY_OPERATORS } from './array-operators';
import { FIELD_OPERATORS } from './field-operators';
import type { Apply } from './operator';

/** One operator on one path, whose `$` is already a number. */
export interface Step { path: string[]; operator: string; argument: Value; apply: Apply }

const OPERATORS: Record<string, Apply> = { ...FIELD_OPERATORS, ...ARRAY_OPERATORS };
const NOT_BUILT = ['$setOnInsert', '$currentDate', '$bit', '$pushAll'];

function operatorNamed(name: string): Apply {
  const apply = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (apply) return apply;
  if (NOT_BUILT.includes(name)) throw new NotEmulated(`update operator ${name}`);
  if (name.startsWith('$')) throw operatorUnknown(`Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`);
  throw writeFailed(`Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`);
}

function refuseBadPart(part: string, path: string): void {
  if (part === '') throw writeFailed(`The update path '${path}' contains an empty field name, which is not allowed.`);
  if (part.startsWith('$[')) throw new NotEmulated(`array filter ${part}`);
  if (part.startsWith('$') && part !== '$') throw writeFailed(`The dollar ($) prefixed field '${part}' in '${path}' is not valid for storage.`);
}

/** Puts the place the query found where the path says `$`. */
function resolvePath(path: string, position: number | null): string[] {
  const parts = path.split('.');
  for (const part of parts) refuseBadPart(part, path);
  if (parts[0] === '$') throw writeFailed(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  if (parts.includes('$') && position === null) throw writeFailed('The positional operator did not find the match needed from the query.');
  return parts.map((part) => (part === '$' ? String(position) : part));
}

function comparePaths(left: string[], right: string[]): number {
  const index = left.findIndex((part, depth) => part !== right[depth]);
  const [one, other] = [left[index], right[index]];
  if (one === undefined || other === undefined) return left.length - right.length;
  return one < other ? -1 : 1;
}

/** Sorted, a path stands right before what lies inside it. */
function refuseConflicts(paths: string[][]): void {
  const sorted = [...paths].sort(comparePaths);
  sorted.forEach((path, index) => {
    const before = sorted[index - 1];
    if (before?.every((part, depth) => part === path[depth])) throw writeFailed(`Updating the path '${path.join('.')}' would create a conflict at '${before.join('.')}'`);
  });
}

function targetOf(step: Step, position: number | null): string[][] {
  if (step.operator !== '$rename') return [step.path];
  if (typeof step.argument !== 'string') throw writeFailed(`The 'to' field for $rename must be a string: ${step.path.join('.')}: ${typeName(step.argument)}`);
  return [step.path, resolvePath(step.argument, position)];
}

function stepsOf(operator: string, fields: Value, position: number | null): Step[] {
  const apply = operatorNamed(operator);
  if (!isDocument(fields)) throw writeFailed(`Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${typeName(fields)}}`);
  return Object.keys(fields).map((path) => ({ path: resolvePath(path, position), operator, argument: fields[path] ?? null, apply }));
}

/**
 * The steps of one update on one document, in the order MongoDB takes them (by path, whatever the operator).
 * @throws DatabaseRefusal for bad paths, conflicts and a `$` without a position; NotEmulated for operators not built
 */
export function readSteps(update: Document, position: number | null): Step[] {
  const steps = Object.keys(update).flatMap((operator) => stepsOf(operator, update[operator] ?? null, position));
  refuseConflicts(steps.flatMap((step) => targetOf(step, position)));
  return steps.sort((one, other) => comparePaths(one.path, other.path));
}
