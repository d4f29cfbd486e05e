// /connect/oauth2/authorize: a page inside WeChat learns who opened it, silently or after she allowed it.
import type { PersonRecord } from '../../ports';
import { consentForm } from './confirm';
import type { AuthorizeRequest } from './authorize-request';
import { readAuthorize } from './authorize-request';
import { refusedLanding, withCode } from './landing';
import type { WebAnswer } from './page';
import { donePage, errorPage, escaped, page, redirect } from './page';
import type { WebParts, WebRequest } from './parts';
import { outsidePage, visitorOf } from './visitor';

const ROOT = '../';
const TOO_OFTEN = 10009;

/** How WeChat treats this visit. */
interface Manner { silent: boolean; snapshot: boolean }

/** A follower who comes from the account's chat or menu is asked nothing, and neither forcePopup nor forceSnapShot changes that. A 快照页 asks nothing either. */
function mannerOf({ settings }: WebParts, person: PersonRecord, { app, scope, forcePopup, forceSnapShot }: AuthorizeRequest): Manner {
  if (settings.of(app.appid).followers.includes(person.name)) return { silent: true, snapshot: false };
  const snapshot = forceSnapShot || (person.snapshot && scope === 'snsapi_userinfo');
  return { snapshot, silent: snapshot || (scope === 'snsapi_base' && !forcePopup) };
}

const NO_FRAGMENT = '<section id="no-fragment" class="notice notice--error" hidden><span class="notice__sign" aria-hidden="true">!</span><h1>链接缺少 #wechat_redirect</h1><p>公众号网页授权的链接必须以 #wechat_redirect 结尾。<span lang="en">The link must end in #wechat_redirect.</span></p></section>';

/** Browsers look at the fragment first; who takes no HTML has no page to look in and is sent on. */
function goOn(landing: string, { headers, method }: WebRequest): WebAnswer {
  if (method === 'POST') return redirect(landing, 303);
  if (!headers.accept?.includes('text/html')) return redirect(landing, 302);
  return page({ title: '微信', root: ROOT, script: 'authorize.js', bodyClass: 'phone', body: `<main id="authorize" data-landing="${escaped(landing)}" hidden></main>${NO_FRAGMENT}` });
}

function askConsent(person: PersonRecord, { app }: AuthorizeRequest, search: string): WebAnswer {
  const form = consentForm({ person, appName: app.name, wants: ['获得你的公开信息（昵称、头像等）'], action: `authorize?${search}`, fields: {}, root: ROOT });
  return page({ title: '微信登录', root: ROOT, script: 'authorize.js', bodyClass: 'phone', body: `<main id="authorize" class="consent" hidden>${form}</main>${NO_FRAGMENT}` });
}

function refuse({ settings }: WebParts, { app, redirectUri, state }: AuthorizeRequest): WebAnswer {
  if (settings.of(app.appid).refusal === 'redirect') return redirect(refusedLanding(redirectUri, state), 303);
  return donePage('已拒绝', '网页不会得到你的信息', ROOT, 'refused');
}

function allow(parts: WebParts, person: PersonRecord, asked: AuthorizeRequest, snapshot: boolean, request: WebRequest): WebAnswer {
  const { app, redirectUri, scope, state } = asked;
  const isFew = parts.authorizations.count(app.appid, person.name, parts.settings.of(app.appid).authorizationsIn10Seconds);
  if (!isFew) return errorPage('操作太频繁了，请稍后重试', { root: ROOT, errcode: TOO_OFTEN });
  return goOn(withCode(redirectUri, state, parts.oauthCodes.issue(app, person.name, scope, snapshot)), request);
}

export function authorize(parts: WebParts, request: WebRequest): WebAnswer {
  const visitor = visitorOf(request.headers, parts.people);
  if (typeof visitor === 'string') return outsidePage(parts.people, ROOT);
  const asked = readAuthorize(parts, request.query, request.search);
  if ('words' in asked) return errorPage(asked.words, { root: ROOT, errcode: asked.errcode });
  const { silent, snapshot } = mannerOf(parts, visitor, asked);
  if (request.method === 'POST' && request.form.get('answer') !== 'allow') return refuse(parts, asked);
  if (!silent && request.method === 'GET') return askConsent(visitor, asked, request.search);
  return allow(parts, visitor, asked, snapshot, request);
}
