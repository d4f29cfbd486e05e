// /connect/qrconnect: the page whose QR code a person scans to sign in to a website, alone in a window or in a frame.
import { renderSVG } from 'uqr';
import type { AppRecord } from '../../ports';
import { hostOf, landingOf, refusedLanding } from './landing';
import type { WebAnswer } from './page';
import { errorPage, escaped, page } from './page';
import type { WebParts, WebRequest } from './parts';
import type { Scan } from './scans';
import { isCallbackHost } from './settings';

const SCOPE = 'snsapi_login';
const ROOT = './';

type Language = 'cn' | 'en';
type Words = Record<'title' | 'scan' | 'scanned' | 'allow' | 'refused' | 'again' | 'expired' | 'refresh', string>;

const WORDS: Record<Language, Words> = {
  cn: {
    title: '微信登录', scan: '请使用微信扫描二维码登录', scanned: '扫描成功', allow: '在微信中轻触允许即可登录',
    refused: '你已取消此次登录', again: '你可再次扫描登录，或关闭窗口', expired: '二维码已过期', refresh: '刷新',
  },
  en: {
    title: 'WeChat Login', scan: 'Please use WeChat to scan the QR code to log in to', scanned: 'Scanned successfully', allow: 'Tap Allow in WeChat to log in',
    refused: 'You have cancelled this login', again: 'You can scan again to log in, or close the window', expired: 'QR code expired', refresh: 'Refresh',
  },
};

/** What the QR code of a sign-in holds: WeChat opens it as a page. */
export function scanContent(uuid: string): string {
  return `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`;
}

/** Black on white, whatever the page's colours. */
export function qrImage({ uuid }: Scan): string {
  return renderSVG(scanContent(uuid), { ecc: 'M', border: 2 });
}

/** Judges app, redirect_uri, scope and response_type; says what is wrong in WeChat's words, and sends nobody anywhere. */
function wrongIn({ state, settings }: WebParts, query: URLSearchParams): { app: AppRecord } | { words: string } {
  const app = state.findApp(query.get('appid') ?? '');
  if (app?.kind !== 'website') return { words: 'AppID 参数错误' };
  const host = hostOf(query.get('redirect_uri') ?? '');
  if (host === null || !isCallbackHost(settings.of(app.appid), host)) return { words: 'redirect_uri 参数错误' };
  const scopes = (query.get('scope') ?? '').split(',');
  if (!scopes.every((scope) => scope === SCOPE)) return { words: 'Scope 参数错误或没有 Scope 权限' };
  return query.get('response_type') === 'code' || query.get('login_type') === 'jssdk' ? { app } : { words: '该链接无法访问' };
}

function isStylesheet(href: string): boolean {
  return /^https:\/\/|^http:\/\/(?:127\.0\.0\.1|(?:[a-z0-9-]+\.)*localhost)(?::\d+)?\/|^data:text\/css;base64,/i.test(href);
}

/** How the page looks, as WeChat's own script asks for it in a frame. `stylelite` takes no stylesheet. */
function lookOf(query: URLSearchParams): { bodyClass: string; stylesheet: string | null } {
  const isLite = query.get('stylelite') === '1';
  const href = query.get('href') ?? '';
  const scheme = query.get('color_scheme') ?? 'light';
  const classes = [
    query.get('login_type') === 'jssdk' ? 'embedded' : 'alone', query.get('style') === 'white' ? 'white-words' : 'black-words',
    ...(isLite ? ['lite'] : []), ...(['dark', 'auto'].includes(scheme) ? [`scheme-${scheme}`] : []),
  ];
  return { bodyClass: classes.join(' '), stylesheet: !isLite && isStylesheet(href) ? href : null };
}

function loginOf(scan: Scan, query: URLSearchParams, refusal: 'stay' | 'redirect'): string {
  const { before, after } = landingOf(scan.redirectUri, scan.state);
  const data: Record<string, string> = {
    status: 'waiting', uuid: scan.uuid, before, after, 'self-redirect': query.get('self_redirect') ?? 'false',
    refusal: refusal === 'redirect' ? refusedLanding(scan.redirectUri, scan.state) : '',
  };
  return Object.entries(data).map(([name, value]) => `data-${name}="${escaped(value)}"`).join(' ');
}

/** Asked for anew, it opens another scan. `fast_login` has no desktop WeChat to speak to here, so nothing of it shows. @see 网站应用微信登录, developers.weixin.qq.com */
export function qrconnect(parts: WebParts, { query }: WebRequest): WebAnswer {
  const judged = wrongIn(parts, query);
  if ('words' in judged) return errorPage(judged.words, { root: ROOT });
  const { appid, name } = judged.app;
  const scan = parts.scans.open({ appid, redirectUri: query.get('redirect_uri') ?? '', state: query.get('state') || null, scope: SCOPE });
  const lang: Language = query.get('lang') === 'en' ? 'en' : 'cn';
  const words = WORDS[lang];
  const body = `<main id="login" class="login" ${loginOf(scan, query, parts.settings.of(appid).refusal)}>
<h1 class="login__title title">${words.title}</h1>
<div class="login__code qrcode"><img id="qr" class="qrcode__image" src="qrcode/${scan.uuid}" width="280" height="280" alt="${words.title}"></div>
<div class="login__words info" role="status">
<p data-when="waiting">${words.scan}<br><strong class="login__app">${lang === 'en' ? escaped(name) : `“${escaped(name)}”`}</strong></p>
<p data-when="scanned"><strong>${words.scanned}</strong><br>${words.allow}</p>
<p data-when="refused"><strong>${words.refused}</strong><br>${words.again}</p>
<p data-when="expired"><strong>${words.expired}</strong><br><button type="button" id="refresh" class="link">${words.refresh}</button></p>
</div></main>`;
  return page({ title: words.title, root: ROOT, body, lang, script: 'qrconnect.js', ...lookOf(query) });
}
