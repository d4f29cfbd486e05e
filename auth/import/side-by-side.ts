// Rows of a batch a few at a time: one after another 40 of them would outlast a function's ten seconds where a call takes 50 ms.

const AT_ONCE = 5;

/** In the order of the rows. They are of different people, so none waits for another. */
export async function sideBySide<T, R>(rows: readonly T[], act: (row: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < rows.length; start += AT_ONCE) results.push(...(await Promise.all(rows.slice(start, start + AT_ONCE).map(act))));
  return results;
}
