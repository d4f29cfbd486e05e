// Where the other hosts of this world are: on its own port.

export function siteOrigin(): string {
  return `http://site.localhost:${window.location.port}`;
}

/** A page of WeChat's. */
export function weChatPage(path: string, query: Record<string, string>): string {
  return `http://open.weixin.qq.com.localhost:${window.location.port}${path}?${new URLSearchParams(query)}`;
}
