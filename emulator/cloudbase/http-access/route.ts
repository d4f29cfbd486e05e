// Which function a path belongs to.

export interface Route { servicePath: string; functionName: string }

/** The longest path that is the request's, or a prefix of it that ends with a segment; null: none. */
export function routeTo(routes: readonly Route[], path: string): Route | null {
  if (!isEscapedWell(path)) return null;
  const matching = routes.filter(({ servicePath }) => servicePath === '/' || path === servicePath || path.startsWith(`${servicePath}/`));
  return matching.reduce<Route | null>((longest, route) => (longest && longest.servicePath.length > route.servicePath.length ? longest : route), null);
}

function isEscapedWell(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
