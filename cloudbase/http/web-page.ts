// The few pages that the web door shows itself: what went wrong, in two languages, without a script and without anything from elsewhere (SEC-55).

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
export const PAGE_STYLE = 'body{font:16px/1.6 system-ui,sans-serif;max-width:32em;margin:15vh auto 0;padding:0 1.5em;color:#1f2329}h1{font-size:1.25em}p{color:#4e5969}code{color:#86909c;font-size:.85em}';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

export function page({ zh, en, detail }: { zh: string; en: string; detail: string }): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(zh)}</title><style>${PAGE_STYLE}</style></head>`
    + `<body><h1>${escaped(zh)}</h1><p lang="en">${escaped(en)}</p><code>${escaped(detail)}</code></body></html>`;
}
