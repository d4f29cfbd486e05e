// Update operators on a field: $set, $unset, $inc, $mul, $min, $max, $rename.
import { findPlace, makePlace } from '../place';
import { writeFailed } from '../refusal';
import { clone, compare, show, typeName, type Value } from '../values';
import { type Apply, named } from './operator';

function set(...[document, path, argument]: Parameters<Apply>): void {
  makePlace(document, path).set(clone(argument));
}

function unset(...[document, path]: Parameters<Apply>): void {
  findPlace(document, path)?.remove();
}

function arithmetic(operator: '$inc' | '$mul', verb: string, absent: (by: number) => number, compute: (value: number, by: number) => number): Apply {
  return (document, path, argument) => {
    const name = path.at(-1) ?? '';
    if (typeof argument !== 'number') throw writeFailed(`Cannot ${verb} with non-numeric argument: {${name}: ${show(argument)}}`);
    const place = makePlace(document, path);
    const value = place.get();
    if (value !== undefined && typeof value !== 'number') throw writeFailed(`Cannot apply ${operator} to a value of non-numeric type. ${named(document)} has the field '${name}' of non-numeric type ${typeName(value)}`);
    place.set(value === undefined ? absent(argument) : compute(value, argument));
  };
}

function keep(isBetter: (order: number) => boolean): Apply {
  return (document, path, argument) => {
    const place = makePlace(document, path);
    const value = place.get();
    if (value === undefined || isBetter(compare(argument, value))) place.set(clone(argument));
  };
}

function refuseArrayOnPath(document: Parameters<Apply>[0], path: string[], role: string): void {
  path.slice(0, -1).forEach((_, depth) => {
    const value: Value | undefined = findPlace(document, path.slice(0, depth + 1))?.get();
    if (Array.isArray(value)) throw writeFailed(`The ${role} field cannot be an array element, '${path.join('.')}' in doc with ${named(document)} has an array field called '${path[depth]}'`);
  });
}

function rename(...[document, path, argument]: Parameters<Apply>): void {
  const target = String(argument).split('.');
  refuseArrayOnPath(document, path, 'source');
  refuseArrayOnPath(document, target, 'destination');
  const source = findPlace(document, path);
  const value = source?.get();
  if (!source || value === undefined) return;
  source.remove();
  makePlace(document, target).set(value);
}

export const FIELD_OPERATORS: Record<string, Apply> = {
  $set: set,
  $unset: unset,
  $inc: arithmetic('$inc', 'increment', (by) => by, (value, by) => value + by),
  $mul: arithmetic('$mul', 'multiply', () => 0, (value, by) => value * by),
  $min: keep((order) => order < 0),
  $max: keep((order) => order > 0),
  $rename: rename,
};
