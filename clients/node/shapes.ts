// What is looked at in things that come from outside.

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** @throws TypeError */
export function check(isRight: boolean, sentence: string): asserts isRight {
  if (!isRight) throw new TypeError(`${sentence}.`);
}
