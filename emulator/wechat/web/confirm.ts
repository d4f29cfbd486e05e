// /connect/confirm: what opens on the phone of who scanned the QR code of a sign-in page; she allows it or refuses.
import type { PersonRecord } from '../../ports';
import { localAvatarPath } from '../avatars';
import type { WebAnswer } from './page';
import { donePage, errorPage, escaped, page } from './page';
import type { WebParts, WebRequest } from './parts';
import type { ScanRefusal } from './scans';
import { outsidePage, visitorOf } from './visitor';

const ROOT = './';

const REFUSED: Record<ScanRefusal, string> = { gone: '二维码已过期，请刷新后重新扫描', taken: '该二维码已被使用，请刷新后重新扫描' };

/** What is asked, of whom and for which app; `answers` are the fields of the form beside the button. */
export function consentForm({ person, appName, wants, action, fields, root }: { person: PersonRecord; appName: string; wants: string[]; action: string; fields: Record<string, string>; root: string }): string {
  const hidden = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`).join('');
  const picture = person.avatarUrl === '' ? '' : `<img class="consent__picture" src="${escaped(pictureAddress(person, root))}" width="44" height="44" alt="">`;
  return `<h1 class="consent__app">${escaped(appName)}</h1>
<p class="consent__asks">申请${wants.length > 1 ? '获得以下权限' : '获得'}</p>
<ul class="consent__wants">${wants.map((want) => `<li>${want}</li>`).join('')}</ul>
<p class="consent__person">${picture}<span><strong id="person">${escaped(person.nickname)}</strong><small>微信个人信息</small></span></p>
<form class="consent__answers" method="post" action="${escaped(action)}">${hidden}
<button id="refuse" class="button button--refuse" name="answer" value="refuse">拒绝</button>
<button id="allow" class="button button--allow" name="answer" value="allow">允许</button></form>`;
}

/** Portraits drawn here come from the page's own host: in a frame Chrome withholds another's. */
function pictureAddress({ name, avatarUrl }: PersonRecord, root: string): string {
  return avatarUrl.endsWith(localAvatarPath(name)) ? `${root}portrait/${name}.svg` : avatarUrl;
}

/** The person of the address, where there is one: the phone of the workbench is no browser of its own. */
function scannerOf({ people }: WebParts, { query, form, headers }: WebRequest): PersonRecord | null {
  const name = form.get('person') ?? query.get('person');
  if (name !== null) return people.find(name);
  const visitor = visitorOf(headers, people);
  return typeof visitor === 'string' ? null : visitor;
}

/** Opening it is scanning it. */
function ask({ scans, state }: WebParts, person: PersonRecord, uuid: string): WebAnswer {
  const scan = scans.scan(uuid, person.name);
  if (typeof scan === 'string') return errorPage(REFUSED[scan], { root: ROOT });
  const form = consentForm({
    person, appName: state.findApp(scan.appid)?.name ?? scan.appid, wants: ['使用你的微信帐号登录', '获得你的公开信息（昵称、头像等）'], action: 'confirm', fields: { uuid, person: person.name }, root: ROOT,
  });
  return page({ title: '微信登录', root: ROOT, bodyClass: 'phone', body: `<main id="consent" class="consent">${form}</main>` });
}

function hear({ scans }: WebParts, person: PersonRecord, form: URLSearchParams): WebAnswer {
  const uuid = form.get('uuid') ?? '';
  const isAllowed = form.get('answer') === 'allow';
  const scan = isAllowed ? scans.confirm(uuid, person.name) : scans.refuse(uuid, person.name);
  if (typeof scan === 'string') return errorPage(REFUSED[scan], { root: ROOT });
  return isAllowed ? donePage('登录成功', '请回到电脑上继续', ROOT, 'allowed') : donePage('已拒绝', '电脑上不会登录', ROOT, 'refused');
}

export function confirm(parts: WebParts, request: WebRequest): WebAnswer {
  const person = scannerOf(parts, request);
  if (person === null) return outsidePage(parts.people, ROOT);
  return request.method === 'POST' ? hear(parts, person, request.form) : ask(parts, person, request.query.get('uuid') ?? '');
}
