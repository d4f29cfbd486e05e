// Cuts rows into events that the door takes: at most 200 keys and items in all, which is 32 of the smallest rows, where it takes 40.

const MOST_MEMBERS = 200;

/** Keys of an object and items of a list, at any depth: what the door counts. */
function membersOf(value) {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum, each) => sum + 1 + membersOf(each), 0);
}

/** action, caller, secret, dryRun, rows. */
const HEAD = 5;

/** @param {object[]} rows @returns {object[][]} */
export function batchesOf(rows) {
  const batches = [];
  let [batch, members] = [[], HEAD];
  for (const row of rows) {
    const more = 1 + membersOf(row);
    if (batch.length > 0 && members + more > MOST_MEMBERS) {
      batches.push(batch);
      [batch, members] = [[], HEAD];
    }
    batch.push(row);
    members += more;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}
