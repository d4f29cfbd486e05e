// Lets callers that come while the work is under way share its one result.

export function singleFlight<T>(work: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return function joined() {
    underWay ??= work().finally(() => { underWay = null; });
    return underWay;
  };
}
