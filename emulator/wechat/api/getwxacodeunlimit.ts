// wxa/getwxacodeunlimit, and cloud.openapi's wxacode.getUnlimited: a mini-program code of any scene, as a picture.
import type { AppRecord, OpenApiCaller, OpenApiMedia, OpenApiReply } from '../../ports';
import type { MinuteCalls } from '../minute-calls';
import type { Colour } from '../png';
import type { EnvVersion, ProgramCode } from '../wxacode/content';
import { contentOf, isEnvVersion } from '../wxacode/content';
import type { Picture } from '../wxacode/picture';
import { draw } from '../wxacode/picture';
import { wxaRefusal } from './errcode';
import type { ApiRequest, Reply } from './request';
import { readObject } from './request';

export interface WxacodeParts {
  minuteCalls: MinuteCalls;
  /** Pages of the mini program as its app.json names them; none: nothing is published. */
  programPages: () => string[];
  /** A code was made: somebody may show it. */
  made(code: ProgramCode): void;
}

/** Whom a function calls for. */
export interface CallerParts {
  now(): number;
  findApp(appid: string): AppRecord | null;
  /** Of a call that no person of an app is behind. */
  ownApp(): string | null;
}

const INVALID_APPID = 40013;
const UNAUTHORIZED = 48001;
const POST_REQUIRED = 43002;
const EMPTY_POST_DATA = 44002;
const INVALID_ARGS = 40097;
const INVALID_SCENE = 40129;
const SCENE_LENGTH_OR_NO_JSON = 40169;
const INVALID_PAGE = 41030;
const FREQUENCY_REACHED = 45009;
const DATA_FORMAT_ERROR = 47001;
const PER_MINUTE = 5000;
const LONGEST_SCENE = 32;
/** No '%': a scene of other characters must be encoded in another way. */
const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$/;
const [USUAL_WIDTH, NARROWEST, WIDEST] = [430, 280, 1280];
const BLACK: Colour = [0, 0, 0];

interface Wanted { scene: string; page: string | null; checkPath: boolean; envVersion: EnvVersion; width: number; colour: Colour; transparent: boolean }

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** Numbers, or decimal digits as text. */
function readColour(value: unknown): Colour | null {
  if (typeof value !== 'object' || value === null) return null;
  const { r, g, b } = value as Record<string, unknown>;
  const parts = [r, g, b].map((part) => (typeof part === 'number' || (typeof part === 'string' && /^\d+$/.test(part)) ? Number(part) : -1));
  const [red = -1, green = -1, blue = -1] = parts;
  return parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255) ? [red, green, blue] : null;
}

function sceneRefusal(scene: unknown): number | null {
  if (typeof scene !== 'string' || scene.length === 0 || scene.length > LONGEST_SCENE) return SCENE_LENGTH_OR_NO_JSON;
  return SCENE.test(scene) ? null : INVALID_SCENE;
}

/** The errcode of what WeChat would not draw. `auto_color` picks a colour by itself: here black. */
function readWanted({ scene, page, check_path: checkPath = true, env_version: envVersion = 'release', width = USUAL_WIDTH, auto_color: auto = false, line_color: line = { r: 0, g: 0, b: 0 }, is_hyaline: transparent = false }: Record<string, unknown>): Wanted | number {
  const refusal = sceneRefusal(scene);
  if (refusal !== null) return refusal;
  const colour = readColour(line);
  if ((page !== undefined && typeof page !== 'string') || !isFlag(checkPath) || !isFlag(auto) || !isFlag(transparent) || typeof width !== 'number') return DATA_FORMAT_ERROR;
  if (colour === null || !isEnvVersion(envVersion) || !Number.isInteger(width) || width < NARROWEST || width > WIDEST) return INVALID_ARGS;
  return { scene: String(scene), page: page || null, checkPath, envVersion, width, colour: auto ? BLACK : colour, transparent };
}

/** A page is named as in app.json, with neither a slash before it nor a query behind; left out it is the first. Null: there is none such. */
function pageFor({ page, checkPath }: Wanted, pages: string[]): string | null {
  if (page === null) return pages[0] ?? null;
  if (page.startsWith('/') || page.includes('?')) return null;
  return !checkPath || pages.includes(page) ? page : null;
}

/** The picture, or the errcode: 40169 no scene or a longer one; 40129 a character it may not have; 41030 the page; 47001, 40097 the rest; 45009 above 5,000 a minute, whichever way they are asked for. */
function drawn({ minuteCalls, programPages, made }: WxacodeParts, appid: string, fields: Record<string, unknown>): Picture | number {
  const wanted = readWanted(fields);
  if (typeof wanted === 'number') return wanted;
  const page = pageFor(wanted, programPages());
  if (page === null) return INVALID_PAGE;
  if (!minuteCalls.count(appid, 'getwxacodeunlimit', PER_MINUTE)) return FREQUENCY_REACHED;
  const code: ProgramCode = { app: appid, page, scene: wanted.scene, envVersion: wanted.envVersion };
  made(code);
  return draw(contentOf(code), wanted);
}

/**
 * Refuses by errcode, beside those of the picture: 43002, 44002 the post; 40169 no JSON.
 * @see 获取不限制的小程序码, developers.weixin.qq.com
 */
export function getwxacodeunlimit(parts: WxacodeParts, { appid }: AppRecord, { method, body }: ApiRequest): Reply | Picture {
  if (method !== 'POST') return { errcode: POST_REQUIRED };
  const fields = readObject(body);
  if (typeof fields === 'number') return { errcode: fields === EMPTY_POST_DATA ? fields : SCENE_LENGTH_OR_NO_JSON };
  const made = drawn(parts, appid, fields);
  return typeof made === 'number' ? { errcode: made } : made;
}

/** As cloud functions call it (云调用): no token, and the app is the one they run for. Refuses with 40013 an app that is unknown, 48001 one of another kind. */
export function getUnlimited(parts: WxacodeParts & CallerParts, fields: Record<string, unknown>, caller: OpenApiCaller | null): OpenApiReply | OpenApiMedia {
  const { now, ownApp, findApp } = parts;
  const app = findApp(caller?.app ?? ownApp() ?? '');
  if (app === null) return wxaRefusal(INVALID_APPID, now());
  const made = app.kind === 'mini-program' ? drawn(parts, app.appid, fields) : UNAUTHORIZED;
  return typeof made === 'number' ? wxaRefusal(made, now()) : made;
}
