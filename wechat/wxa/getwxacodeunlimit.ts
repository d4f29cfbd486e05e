// POST /wxa/getwxacodeunlimit: a mini-program code that opens a page with a scene, as a picture for a browser.
import type { AppAccessTokens } from '../../auth/app-token/ports';
import type { AppSettings, Alarm } from '../../auth/ports';
import { accept, refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import type { ProgramCodes } from '../../auth/scan/ports';
import { WeChatMalformed, WeChatUnreachable, isMedia } from '../transport';
import type { Endpoint, Media } from '../transport';
import { callWithToken } from '../with-access-token';
import type { Called } from '../with-access-token';

/** `page`: as in app.json; `env_version` and `check_path` as WeChat has them: an app that is not published wants 'trial' or 'develop', and false. */
export interface CodeSettings { page: string; env_version: 'release' | 'trial' | 'develop'; check_path: boolean }
interface Wall { endpoint: Endpoint; tokens: AppAccessTokens; journal: { alarm: Alarm; notice: Alarm } }

/** The narrowest that WeChat draws: less to send, and a phone reads it off a screen. */
const WIDTH_PX = 280;
const PICTURE = /^image\/(jpeg|png)$/;
const INVALID_PAGE = 41030;

/** Never throws for what WeChat or the network does. @see 获取不限制的小程序码, developers.weixin.qq.com */
export function programCodes(wall: Wall, settings: CodeSettings): ProgramCodes {
  return {
    draw: async (app, scene) => {
      try {
        const called = await callWithToken(wall.endpoint, wall.tokens, app, { path: '/wxa/getwxacodeunlimit', body: { scene, width: WIDTH_PX, ...settings }, isMedia: true });
        return called.ok ? asAddress(called.answer) : refused(wall, app, called);
      } catch (error) {
        if (!(error instanceof WeChatUnreachable || error instanceof WeChatMalformed)) throw error;
        wall.journal.notice('wechat-left-out', { appid: app.appId, reason: error.message, call: 'wxa/getwxacodeunlimit' });
        return refuse('wechat-unavailable', 'WeChat could not be asked for a mini-program code; try again.');
      }
    },
  };
}

/** @throws WeChatMalformed */
function asAddress(answer: unknown): Result<string> {
  if (!isMedia(answer) || !PICTURE.test(answer.contentType)) throw new WeChatMalformed('WeChat answered no picture.');
  const { contentType, bytes }: Media = answer;
  return accept(`data:${contentType};base64,${bytes.toString('base64')}`);
}

function refused({ journal }: Wall, app: AppSettings, { refused: { code }, errcode, meaning }: Extract<Called, { ok: false }>): Result<never> {
  const detail = { appid: app.appId, errcode: String(errcode), call: 'wxa/getwxacodeunlimit' };
  if (errcode === INVALID_PAGE) journal.alarm('wechat-misconfigured', { ...detail, remedy: 'publish the page that SCAN_CODE names, or set its check_path to false and its env_version to trial' });
  else if (meaning?.misconfigured === true) journal.alarm('wechat-misconfigured', detail);
  else journal.notice('wechat-left-out', detail);
  if (meaning?.misconfigured === true) return refuse('internal', 'WeChat does not draw this code; the log says what to set.');
  return refuse(code === 'wechat-busy' || code === 'rate-limited' ? 'wechat-busy' : 'wechat-unavailable', 'WeChat draws no mini-program code at the moment; try again.');
}
