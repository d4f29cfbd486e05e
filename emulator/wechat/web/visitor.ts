// Who opens a page, and whether inside WeChat: WeChat's own browser, or one that was told so.
import type { IncomingHttpHeaders } from 'node:http';
import type { PersonRecord } from '../../ports';
import type { People } from '../people';
import type { WebAnswer } from './page';
import { escaped, page, redirect } from './page';

/** 'outside': no WeChat. 'nobody': WeChat, but whose is not known. */
export type Visitor = 'outside' | 'nobody' | PersonRecord;

const COOKIE = 'inside';
const WECHAT_BROWSER = /\bMicroMessenger\//;
const NAMED = /\bLocalPerson\/([a-z][a-z0-9-]{0,30})\b/;

function nameInCookie(cookie: string | undefined): string | null {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([a-z][a-z0-9-]{0,30})(?:;|$)`).exec(cookie ?? '')?.[1] ?? null;
}

export function visitorOf(headers: IncomingHttpHeaders, people: People): Visitor {
  const agent = headers['user-agent'] ?? '';
  const isWeChat = WECHAT_BROWSER.test(agent);
  const name = (isWeChat ? NAMED.exec(agent)?.[1] : undefined) ?? nameInCookie(headers.cookie);
  if (name === null) return isWeChat ? 'nobody' : 'outside';
  return people.find(name) ?? 'nobody';
}

/** /emulator-inside?person=alice&to=…: from now on this browser is her WeChat, as far as WeChat's pages can tell; without a person it is none. */
export function enter(query: URLSearchParams, people: People): WebAnswer {
  const name = query.get('person') ?? '';
  const to = query.get('to') ?? '';
  const isAddress = /^https?:\/\//i.test(to) && URL.canParse(to);
  if ((name !== '' && people.find(name) === null) || !isAddress) {
    const words = isAddress ? `没有这个人：${name}` : 'to 不是网址';
    return { ...page({ title: '本地世界', root: 'connect/', body: `<main class="notice notice--error"><h1 id="error">${escaped(words)}</h1></main>` }), status: 400 };
  }
  const cookie = name === '' ? `${COOKIE}=; Path=/; Max-Age=0` : `${COOKIE}=${name}; Path=/; HttpOnly; SameSite=Lax`;
  return redirect(to, 302, { 'set-cookie': cookie });
}

/** Where no WeChat is, and what one can do about it here. `root` leads to /connect/. */
export function outsidePage(people: People, root: string): WebAnswer {
  const links = people.list().map(({ name, nickname }) => `<a class="as" data-person="${escaped(name)}" href="${root}../emulator-inside?person=${escaped(name)}">${escaped(nickname || name)}</a>`);
  const body = `<main class="notice"><span class="notice__sign" aria-hidden="true">!</span><h1 id="outside">请在微信客户端打开链接</h1>
<section class="local"><p>本地世界：以谁的微信打开？<span lang="en">In the local world: whose WeChat opens it?</span></p><p class="people">${links.join(' ')}</p></section></main>`;
  return page({ title: '微信', root, body, script: 'outside.js' });
}
