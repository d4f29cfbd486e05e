// How often something was done lately, counted in the write that does it: a list of moments, newest first.
import type { Ms } from '../../contract/reply';
import type { Rate } from '../../auth/ports';
import type { Commands } from './operations';

/**
 * The rate stands in the write's own condition. Lists are kept newest first and as long as the rate allows, so the element at its end is
 * the one that must be absent, or gone out of the window, or written by a clock that has gone back.
 */
export function below(command: Commands, list: string, { most, since, until }: Rate, field = ''): Record<string, unknown> {
  return { [`${list}.${most - 1}${field}`]: command.or(command.exists(false), command.lte(new Date(since)), command.gt(new Date(until))) };
}

export function counted(command: Commands, now: Ms, { most }: Rate): unknown {
  return command.push({ each: [new Date(now)], sort: -1, slice: most });
}
