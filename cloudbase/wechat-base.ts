// Where WeChat's API may be: its own host, or loopback with test appids; never mixed (SEC-77).

export const WECHAT_API_HOST = 'https://api.weixin.qq.com';
/** WeChat's pages for browsers. */
export const WECHAT_OPEN_HOST = 'https://open.weixin.qq.com';
const TEST_APPIDS = 'wxfa4e';
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** `host`: WeChat's own for this base. */
export function isAllowedBase(base: string, host: string, appids: readonly string[]): boolean {
  if (base === host) return appids.every((appid) => !appid.startsWith(TEST_APPIDS));
  return URL.canParse(base) && isLoopback(new URL(base)) && appids.every((appid) => appid.startsWith(TEST_APPIDS));
}

/** Names under localhost stay on the machine too (RFC 6761). */
export function isLoopback({ protocol, hostname }: URL): boolean {
  return (protocol === 'http:' || protocol === 'https:') && (LOOPBACK.has(hostname) || hostname.endsWith('.localhost'));
}
