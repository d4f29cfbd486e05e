// Comparisons of one value with a query's argument. Only values of the same type compare; null and missing are alike.
import { compare, equals, rank, type Value } from '../values';

export type Comparison = (value: Value | undefined) => boolean;

const PASSES = {
  $gt: (order: number) => order > 0,
  $gte: (order: number) => order >= 0,
  $lt: (order: number) => order < 0,
  $lte: (order: number) => order <= 0,
};

export function equalTo(argument: Value): Comparison {
  return (value) => equals(value ?? null, argument);
}

export function oneOf(list: Value[]): Comparison {
  return (value) => list.some((item) => equals(value ?? null, item));
}

/** NaN is neither above nor below any number. */
function isUnordered(value: Value, argument: Value): boolean {
  return Number.isNaN(value) !== Number.isNaN(argument);
}

export function comparison(operator: keyof typeof PASSES, argument: Value): Comparison {
  const passes = PASSES[operator];
  return (value = null) => rank(value) === rank(argument) && !isUnordered(value, argument) && passes(compare(value, argument));
}
