// The few pages that a guard shows itself, in two languages, with nothing inline but a style of known hash and nothing from elsewhere (SEC-55).
import { createHash } from 'node:crypto';
import { type Answer, NOT_KEPT } from '../guard';

export interface PageWords { zh: string; en: string }

const STYLE = 'body{font:16px/1.6 system-ui,sans-serif;max-width:32em;margin:15vh auto 0;padding:0 1.5em;color:#1f2329}h1{font-size:1.25em}p{color:#4e5969}a{display:inline-block;padding:.6em 1.2em;border-radius:6px;background:#07c160;color:#fff;text-decoration:none}[hidden]{display:none}';
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

export const STOPPED: PageWords = { zh: '登录没有成功，已经试了两次。请过一分钟再打开这个页面，并确认浏览器没有禁用 cookie。', en: 'Signing in did not work, twice within a minute. Open this page again in a minute, and see that the browser keeps cookies.' };
export const NOT_NOW: PageWords = { zh: '暂时无法登录，请稍后再试。', en: 'Signing in is not possible at the moment; try again later.' };
export const BLOCKED: PageWords = { zh: '这个账号已被停用。', en: 'This account is blocked.' };
export const CLOSED: PageWords = { zh: '这个账号已经注销。', en: 'This account is closed.' };
export const ODD: PageWords = { zh: '这个请求不对。', en: 'This request is not right.' };
const WORKING: PageWords = { zh: '正在登录……', en: 'Signing in …' };

/** `again`: where the button leads, a page of this site. */
export function pageAnswer(status: number, words: PageWords, again: string | null, cookies: string[] = []): Answer {
  return { status, cookies, headers: headersWith(''), body: document(words, '', again === null ? '' : button(again, '')) };
}

/** The page that the door comes back to: a script takes the ticket out of its address. The button is shown where that did not work. */
export function landingAnswer(script: string, again: string): Answer {
  return {
    status: 200, cookies: [], headers: headersWith(" script-src 'self'; connect-src 'self';"),
    body: document(WORKING, `<script src="${escaped(script)}" defer></script>`, `${button(again, ' hidden')}<noscript><p>请允许 JavaScript。Allow JavaScript, please.</p></noscript>`),
  };
}

function headersWith(more: string): Record<string, string> {
  return { ...NOT_KEPT, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': `default-src 'none';${more} style-src ${STYLE_HASH}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'` };
}

function button(again: string, more: string): string {
  return `<p><a id="again" href="${escaped(again)}"${more}>重试 Try again</a></p>`;
}

function document({ zh, en }: PageWords, head: string, more: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(zh)}</title><style>${STYLE}</style>${head}</head>`
    + `<body><h1 id="zh">${escaped(zh)}</h1><p id="en" lang="en">${escaped(en)}</p>${more}</body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
