// Page addresses: what a mini program writes as url, and the `#/pages/home/home?x=1` of the browser's address bar, which may say how WeChat opened it.

export interface Address { path: string; query: Record<string, string>; search: string }

export function parseQuery(search: string): Record<string, string> {
  // As WeChat hands it to onLoad: not decoded.
  return Object.fromEntries(search.split('&').filter(Boolean).map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  }));
}

/** `from` is the path of the page or component that asks: '../x' counts from there. */
export function resolveAddress(url: string, from: string): Address {
  const [path = '', search = ''] = url.split('?', 2);
  const steps = path.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step && step !== '.') steps.push(step);
  }
  return { path: steps.join('/'), query: parseQuery(search), search };
}

export function toHash({ path, search }: Address): string {
  // Through URL, so that it compares equal to what the browser keeps.
  return new URL(`#/${path}${search ? `?${search}` : ''}`, 'http://phone').hash;
}

/** `#1047/pages/scan/scan?scene=x`: opened from outside by WeChat's scene 1047 (场景值). Without a number the address is the phone's own. */
const HASH = /^#(\d{4})?(\/.*)$/s;

export function fromHash(hash: string): Address | null {
  const written = HASH.exec(hash)?.[2];
  return written === undefined ? null : resolveAddress(written, '');
}

export function sceneOfHash(hash: string): number | null {
  const number = HASH.exec(hash)?.[1];
  return number === undefined ? null : Number(number);
}
