// A person's browser before a guarded site: sends what browsers send, and keeps cookies.
export interface Seen { status: number; headers: Headers; text: string; location: URL | null }
export interface Browser {
  jar: Map<string, string>;
  /** Types an address, or follows a link. */
  open(path: string, headers?: Record<string, string>): Promise<Seen>;
  /** A script of the site's own page. */
  script(path: string, init?: { method?: string; body?: string; headers?: Record<string, string> }): Promise<Seen>;
}

export const PHONE = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.50';
export const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0';

export function aBrowser(site: string, ask: (request: Request) => Promise<Response>, agent = DESKTOP): Browser {
  const jar = new Map<string, string>();
  async function send(path: string, method: string, headers: Record<string, string>, body?: string): Promise<Seen> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await ask(new Request(site + path, { method, headers: { 'user-agent': agent, ...(cookie === '' ? {} : { cookie }), ...headers }, ...(body === undefined ? {} : { body }) }));
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    const location = response.headers.get('location');
    return { status: response.status, headers: response.headers, text: await response.text(), location: location === null ? null : new URL(location) };
  }
  return {
    jar,
    open: (path, headers = {}) => send(path, 'GET', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none', ...headers }),
    script: (path, { method = 'POST', body, headers = {} } = {}) => send(path, method, { accept: '*/*', 'content-type': 'application/json', origin: site, 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin', ...headers }, body),
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  if (attributes.includes('Max-Age=0')) jar.delete(name);
  else jar.set(name, value);
}
