// How WeChat's pages are written: plain HTML, its style and scripts in files of their own.

export interface WebAnswer { status: number; headers: Record<string, string | string[]>; body: string }

export interface PageParts {
  title: string;
  /** Where `static/` is, seen from the page: './' or '../'. */
  root: string;
  body: string;
  lang?: 'cn' | 'en';
  bodyClass?: string;
  /** Of static/. */
  script?: string;
  /** Another stylesheet, behind the page's own. */
  stylesheet?: string | null;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML, in elements and in quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

export function page({ title, root, body, lang = 'cn', bodyClass = '', script, stylesheet }: PageParts): WebAnswer {
  const html = `<!doctype html>
<html lang="${lang === 'en' ? 'en' : 'zh-CN'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}static/pages.css">
${stylesheet ? `<link rel="stylesheet" href="${escaped(stylesheet)}">\n` : ''}${script ? `<script src="${root}static/${script}" defer></script>\n` : ''}</head>
<body class="${escaped(bodyClass)}">
${body}
</body>
</html>
`;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body: html };
}

/** WeChat's error pages answer 200, like everything it says. `errcode` null: a page of words alone. */
export function errorPage(words: string, { root, errcode = null, hint = '' }: { root: string; errcode?: number | null; hint?: string }): WebAnswer {
  const number = errcode === null ? '' : `<p class="error__code">错误码：<span id="errcode">${errcode}</span></p>`;
  const body = `<main class="notice notice--error"><span class="notice__sign" aria-hidden="true">!</span><h1 id="error">${escaped(words)}</h1>${number}${hint}</main>`;
  return page({ title: '微信', root, body });
}

/** What came to its end, for the person to read. */
export function donePage(words: string, more: string, root: string, id = 'done'): WebAnswer {
  return page({ title: '微信', root, body: `<main class="notice"><span class="notice__sign notice__sign--done" aria-hidden="true">✓</span><h1 id="${id}">${escaped(words)}</h1><p>${escaped(more)}</p></main>` });
}

export function redirect(location: string, status: 302 | 303, headers: Record<string, string> = {}): WebAnswer {
  return { status, headers: { location: asciiOf(location), 'cache-control': 'no-store', ...headers }, body: '' };
}

/** A header holds no other characters; browsers would encode them in the same way. */
function asciiOf(location: string): string {
  return location.replace(/[^\x21-\x7e]+/gu, (other) => encodeURIComponent(other));
}
