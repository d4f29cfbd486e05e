// Sharing a page: asks it for the card, waits as long as WeChat does, and lets the person choose who gets it.
import type { BaseLibrary } from '../base-library';
import { NotEmulated } from '../not-emulated';
import { resolveAddress } from './address';
import { callPage, type OpenPage } from './open-page';

/** What onShareAppMessage is told: by which of the two ways, and for a button which one. */
export type ShareAsked = { from: 'menu' } | { from: 'button'; target: { id: string; dataset: Record<string, unknown> } };

/** `path` as an address of a page; `picture`: an address the browser can show, null for WeChat's own picture of the page. */
export interface ShareCard { title: string; path: string; picture: string | null }

type Content = Record<string, unknown>;
export interface Sharing { appName: string; library: BaseLibrary }

/** After that the card goes as the page gave it at once. @see Page onShareAppMessage, developers.weixin.qq.com */
const PROMISE_WAITS_MS = 3000;

function contentOf(value: unknown): Content {
  return typeof value === 'object' && value !== null ? value as Content : {};
}

/** Null when it rejects or takes longer than WeChat waits. */
function inTime(promise: unknown): Promise<Content | null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), PROMISE_WAITS_MS);
    Promise.resolve(promise).then((value) => resolve(contentOf(value)), () => resolve(null));
  });
}

async function chosenContent(answer: unknown, library: BaseLibrary): Promise<Content> {
  if (answer instanceof Promise) return await inTime(answer) ?? {};
  const { promise, ...atOnce } = contentOf(answer);
  if (promise === undefined || !library.has('onShareAppMessage.promise')) return atOnce;
  return await inTime(promise) ?? atOnce;
}

/** @throws NotEmulated for a picture in cloud storage or of a temporary file */
function pictureAddress(imageUrl: unknown, from: string): string | null {
  if (typeof imageUrl !== 'string' || imageUrl === '') return null;
  if (/^(cloud:|http:\/\/tmp\/)/.test(imageUrl)) throw new NotEmulated(`onShareAppMessage with imageUrl ${imageUrl}`);
  return /^(https?:|data:)/.test(imageUrl) ? imageUrl : `/emulator/preview/files/${resolveAddress(imageUrl, from).path}`;
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** A page without onShareAppMessage, or one that gives nothing, is shared as it stands. */
export async function cardOf(page: OpenPage, asked: ShareAsked, { appName, library }: Sharing): Promise<ShareCard> {
  const { path, search } = page.address;
  const content = await chosenContent(callPage(page, 'onShareAppMessage', asked), library);
  const address = resolveAddress(text(content['path'], `/${path}${search ? `?${search}` : ''}`), path);
  return { title: text(content['title'], appName), path: `/${address.path}${address.search ? `?${address.search}` : ''}`, picture: pictureAddress(content['imageUrl'], path) };
}
