// What the ledger tells of a request: its method and its path.

/** A longer part may be somebody's secret, as that of a browser that polls; appids and words are shorter. */
const SHORT = /^[A-Za-z0-9._~-]{0,20}$/;
const MOST_PARTS = 8;

/** Without the query, which may hold codes; what is left out of the path stands as '…'. */
export function requestLine({ httpMethod, path }: { httpMethod: string; path: string }): string {
  const parts = path.split('/');
  const shown = parts.slice(0, MOST_PARTS).map((part) => (SHORT.test(part) ? part : '…'));
  return `${httpMethod} ${[...shown, ...(parts.length > MOST_PARTS ? ['…'] : [])].join('/')}`;
}
