// What can be set about an app's sign-in pages: where they may lead, what a refusal does, who follows the account, and how often is too often.
import type { AppRecord, Shelf } from '../../ports';
import type { Apps } from '../apps';
import { SHELF_PREFIX } from '../state';

const PREFIX = `${SHELF_PREFIX}web-settings/`;
const OWN_DOMAIN = /^(?:127\.0\.0\.1|(?:[a-z0-9-]+\.)*localhost)$/;
const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
const MOST_OFTEN = 1000;

export interface WebSettings {
  /** 授权回调域: the host that redirect_uri must have, without scheme, port or path. Null: any name of this machine. */
  callbackDomain: string | null;
  /** 'stay': nobody is sent anywhere, as WeChat's page says today; 'redirect': back with the state alone, as it said before. */
  refusal: 'stay' | 'redirect';
  /** People who come from the account's own chat or menu: they are asked nothing. Of an official account. */
  followers: string[];
  /** Above it WeChat's page inside WeChat answers 10009, per person. */
  authorizationsIn10Seconds: number;
}
export interface AppWebSettings extends WebSettings { appid: string }

export interface WebSettingsStore {
  of(appid: string): WebSettings;
  /** Of every app that has such pages, in the order of apps. */
  list(): AppWebSettings[];
  /** What is left out stays. Null: there is no such app, or it is a mini program. @throws TypeError on a value that cannot be */
  change(appid: string, change: Partial<WebSettings>): AppWebSettings | null;
}

/** WeChat wants a domain first; here nothing has to be set up. That six is too often is our choice: WeChat does not say. */
const AT_FIRST: WebSettings = { callbackDomain: null, refusal: 'stay', followers: [], authorizationsIn10Seconds: 6 };

/** WeChat's pages for browsers: websites by QR code, official accounts inside WeChat. */
export function hasWebPages(app: AppRecord | null): app is AppRecord {
  return app !== null && app.kind !== 'mini-program';
}

export function isCallbackHost({ callbackDomain }: WebSettings, host: string): boolean {
  return callbackDomain === null ? OWN_DOMAIN.test(host) : host === callbackDomain;
}

/** The rule that a change breaks, or null. */
function brokenRule({ callbackDomain = null, authorizationsIn10Seconds: most = 1 }: Partial<WebSettings>): string | null {
  if (callbackDomain !== null && !DOMAIN.test(callbackDomain)) return 'callbackDomain is a host in lower case, without scheme, port or path, or null';
  if (!Number.isInteger(most) || most < 1 || most > MOST_OFTEN) return `authorizationsIn10Seconds is a whole number from 1 to ${MOST_OFTEN}`;
  return null;
}

export function openWebSettings(shelf: Shelf, apps: Apps): WebSettingsStore {
  function of(appid: string): WebSettings {
    return { ...AT_FIRST, ...(shelf.get(PREFIX + appid) as Partial<WebSettings> | undefined) };
  }
  return {
    of,
    list: () => apps.list().filter(hasWebPages).map(({ appid }) => ({ appid, ...of(appid) })),
    change(appid, change) {
      const rule = brokenRule(change);
      if (rule !== null) throw new TypeError(rule);
      if (!hasWebPages(apps.find(appid))) return null;
      shelf.put(PREFIX + appid, { ...of(appid), ...change });
      return { appid, ...of(appid) };
    },
  };
}
