// Which app each platform of a uni-id table is: by the operator's word, never by a guess.
import { idOf } from './ids.mjs';
import { Usage } from '../operator/world.mjs';

/** uni-id-co writes `mp`, and beside it `mp_<DCloud appid>`; uni-id before it wrote `mp-weixin` and `app-plus`. */
const NAMES = { mp: 'mp-weixin', h5: 'h5-weixin', web: 'web-weixin', app: 'app-weixin', 'app-plus': 'app-weixin' };
const KINDS = { 'mp-weixin': 'mini-program', 'h5-weixin': 'official-account', 'web-weixin': 'website' };
/** An old table with one text in the place of the platforms: which it is stands nowhere, so its kind is what WECHAT_APPS says of the app. */
export const ONE_TEXT = 'wx_openid';

/** 'mp___UNI_123456' → 'mp-weixin___UNI_123456' */
export function platformOf(key) {
  const [, name = key, appid = ''] = /^((?:mp|h5|web|app)(?:-weixin|-plus)?)(_.+)?$/.exec(key) ?? [];
  return `${NAMES[name] ?? name}${appid}`;
}

/** Somebody's own table may name the app itself: then nobody needs to say which it is. */
const APP_ID = /^wx[0-9a-f]{16}$/;
export const namesApps = (text) => /"wx[0-9a-f]{16}"\s*:/.test(text);

const baseOf = (platform) => /^(?:mp|h5|web|app)-weixin/.exec(platform)?.[0] ?? platform;

/** `--app mp-weixin=wx…`, by platform. */
export function readAppArguments(given) {
  const apps = new Map();
  for (const argument of given) {
    const [, key = '', appId = ''] = /^([^=]+)=(.+)$/.exec(argument) ?? [];
    const platform = platformOf(key);
    if (!APP_ID.test(appId)) throw new Usage(`--app ${argument} names no app: --app mp-weixin=wx0123456789abcdef.`);
    if (baseOf(platform) === 'app-weixin') throw new Usage('app-weixin is of native apps, which have no door here: their openids cannot be brought in.');
    if (platform !== ONE_TEXT && !Object.hasOwn(KINDS, baseOf(platform))) throw new Usage(`${key} is no platform of WeChat in a uni-id table: mp-weixin, h5-weixin, web-weixin.`);
    if (apps.has(platform)) throw new Usage(`--app names ${platform} twice.`);
    apps.set(platform, { appId, ...(platform === ONE_TEXT ? {} : { kind: KINDS[baseOf(platform)] }) });
  }
  return apps;
}

/**
 * The identities of one document's wx_openid, and the platforms that are left out. An openid that stands under a platform without an app,
 * and under one of the same kind with an app, or under an appid, as well, is that identity.
 */
export function identitiesOf(wxOpenid, apps) {
  const entries = typeof wxOpenid === 'string' ? [[ONE_TEXT, wxOpenid]] : Object.entries(wxOpenid ?? {});
  const named = entries.flatMap(([key, value]) => {
    const openId = idOf(value);
    return openId === null ? [] : [{ platform: platformOf(key), openId }];
  });
  const mapped = named.flatMap(({ platform, openId }) => {
    const app = APP_ID.test(platform) ? { appId: platform } : apps.get(platform);
    return app === undefined ? [] : [{ platform, openId, ...app }];
  });
  const isCovered = ({ platform, openId }) => mapped.some((other) => other.openId === openId && (baseOf(other.platform) === baseOf(platform) || APP_ID.test(other.platform)));
  return {
    identities: mapped.map(({ platform: _, ...identity }) => identity),
    unmapped: named.filter((each) => !mapped.some(({ platform }) => platform === each.platform) && !isCovered(each)).map(({ platform }) => platform),
  };
}
