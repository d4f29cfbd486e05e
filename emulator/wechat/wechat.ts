// The local WeChat: its people and apps, the phone's wx.* calls, api.weixin.qq.com, the pages of open.weixin.qq.com, open data and pictures.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Faults, Ledger, OpenApi, Shelf } from '../ports';
import { NotEmulated } from '../ports';
import { openEndpoints } from './api/endpoints';
import type { ApiCaller } from './api/handle';
import { handleApi } from './api/handle';
import type { Apps } from './apps';
import { openApps } from './apps';
import { handleAvatar } from './avatars';
import { pictureOf } from './person-picture';
import type { CloudIdCaller } from './cloud-ids';
import { openCloudIds } from './cloud-ids';
import { openCodes } from './codes';
import type { Credentials } from './credentials/credentials';
import { openCredentials } from './credentials/credentials';
import { openQuotas } from './credentials/quotas';
import { openSettings } from './credentials/settings';
import { openTickets } from './credentials/tickets';
import { openAccessTokens } from './credentials/tokens';
import { openidOf } from './identifiers';
import { openMinuteCalls } from './minute-calls';
import { openOAuthCodes } from './oauth/codes';
import { openGrants } from './oauth/grants';
import type { People } from './people';
import { openPeople } from './people';
import type { PhoneAnswer, PhoneCall } from './phone/call';
import { chooseAvatar } from './phone/choose-avatar';
import { getPhoneNumber } from './phone/get-phone-number';
import { getUserInfo } from './phone/get-user-info';
import { checkSession, login } from './phone/login';
import { openPhoneCodes } from './phone-numbers';
import type { PhoneApi } from './privacy';
import { openPrivacy } from './privacy';
import { openOpenApi } from './security/open-api';
import { reviewNickname } from './security/review-nickname';
import { openVisits } from './security/visits';
import { openSessions } from './sessions';
import type { State } from './state';
import { SHELF_PREFIX } from './state';
import type { TemporaryFile } from './temporary-files';
import { openTemporaryFiles } from './temporary-files';
import type { Web } from './web/open-web';
import { openWeb } from './web/open-web';

export type { CredentialChange, CredentialSettings, Credentials } from './credentials/credentials';
export type { PhoneAnswer, PhoneCall } from './phone/call';
export type { TemporaryFile } from './temporary-files';
export { AVATAR_URL_RULE, isAvatarUrl, isNickname, NICKNAME_RULE } from './portrait';
export { isSecret, SECRET_RULE } from './secret';
export { unionidFor } from './state';
export type { ShownCode, Scanned } from './web/phone-scan';
export type { AppWebSettings, WebSettings } from './web/settings';
export type { Web } from './web/open-web';

export interface WeChatPorts {
  clock: Clock;
  shelf: Shelf;
  ledger: Ledger;
  faults: Faults;
  /** The invocation behind a request whose base URL names a child process. */
  callerOf(childId: string | null): (ApiCaller & { kill(): void }) | null;
  /** 'http://127.0.0.1:PORT', for local pictures. */
  avatarOrigin: () => string;
  /** The pages that the mini program's app.json names, subpackages' too; none where it cannot be read. */
  programPages: () => string[];
}

export interface WeChat {
  people: People;
  apps: Apps;
  /** Of the apps' access_tokens, without their values. */
  credentials: Credentials;
  /** The pages of open.weixin.qq.com. */
  web: Web;
  handleApi(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams, childId: string | null): Promise<void>;
  /** wx.* on a person's phone. @throws NotEmulated for an API that is not built */
  phone(api: string, call: PhoneCall): PhoneAnswer;
  /** Replaces the top-level CloudID marks of callFunction data; `keys` goes into OPEN_DATA_INFO. */
  replaceCloudIds(data: Record<string, unknown>, caller: { person: { name: string }; app: { appid: string } }): { data: Record<string, unknown>; keys: string[] };
  /** What cloud.openapi reaches. */
  openApi: OpenApi;
  /** cloud.getOpenData: one item per id; `json` is what the SDK parses into an item of its list. */
  openData(cloudIds: string[], caller: CloudIdCaller | null): { cloudId: string; json: string }[];
  /** False when the path is no picture's. */
  handleAvatar(path: string, response: ServerResponse): boolean;
  /** What a person's phone keeps under http://tmp/…; null when it is not hers or thrown away. */
  temporaryFile(personName: string, path: string): TemporaryFile | null;
  /** GET /emulator/temporary-files/<name>; false when there is no such file. */
  handleTemporary(pathname: string, response: ServerResponse): boolean;
  /** Everything gone, people and apps too. */
  reset(): void;
}

const NOBODY: CloudIdCaller = { person: null, app: null };

export function openWeChat(ports: WeChatPorts): WeChat {
  const { clock, shelf } = ports;
  const apps = openApps(shelf);
  const people = openPeople(shelf, apps, ports.avatarOrigin);
  const state: State = { clock, shelf, findPerson: people.find, findApp: apps.find };
  const codes = openCodes(state);
  const sessions = openSessions(state);
  const cloudIds = openCloudIds(state);
  const visits = openVisits(state);
  const phoneCodes = openPhoneCodes(state);
  const privacy = openPrivacy(state);
  const temporaryFiles = openTemporaryFiles();

  const settings = openSettings(shelf);
  const quotas = openQuotas(state);
  const tokens = openAccessTokens(state, settings);
  const phoneNumber = { phoneCodes, now: () => clock.now(), ownApp: () => apps.list().find(({ kind }) => kind === 'mini-program')?.appid ?? null };

  const oauthCodes = openOAuthCodes(state);
  const web = openWeb({ state, apps, people, oauthCodes });

  const wxacode = { minuteCalls: openMinuteCalls(state), programPages: ports.programPages, made: web.made };
  const endpoints = openEndpoints({
    state, codes, sessions, settings, quotas, tokens, tickets: openTickets(state, settings), phoneNumber, ...wxacode,
    oauthCodes, grants: openGrants(state), avatarOrigin: ports.avatarOrigin,
  });
  const phoneApis = new Map<string, PhoneApi>([
    ['login', (call) => login({ codes, sessions }, call)],
    ['checkSession', (call) => checkSession({ sessions }, call)],
    ['getUserInfo', (call) => getUserInfo({ clock, sessions, cloudIds }, call)],
    ['reviewNickname', reviewNickname],
    ['getPrivacySetting', privacy.getPrivacySetting],
    ['openPrivacyContract', privacy.openPrivacyContract],
    ['agreePrivacyAuthorization', privacy.agreePrivacyAuthorization],
    ['disagreePrivacyAuthorization', privacy.disagreePrivacyAuthorization],
    ['requirePrivacyAuthorize', privacy.requirePrivacyAuthorize],
    ['chooseAvatar', privacy.gated('chooseAvatar', (call) => chooseAvatar({ temporaryFiles }, call))],
    ['getPhoneNumber', privacy.gated('getPhoneNumber', (call) => getPhoneNumber({ clock, sessions, cloudIds, phoneCodes }, call))],
  ]);

  function phone(api: string, call: PhoneCall): PhoneAnswer {
    const run = phoneApis.get(api);
    if (!run) throw new NotEmulated(`wx.${api}`);
    if (call.app.kind !== 'mini-program') return { ok: false, error: { errMsg: `${api}:fail invalid appid` } };
    visits.note(call.app.appid, call.person.name);
    return run(call);
  }

  return {
    people,
    apps,
    credentials: openCredentials({ apps, settings, tokens, quotas }),
    phone, web,
    handleApi: (request, response, path, query, childId) => handleApi(ports, endpoints, request, response, path, query, childId),
    openApi: openOpenApi({
      ...phoneNumber, ...wxacode, visits, findApp: apps.find,
      findByOpenid: (openid, appid) => people.list().find(({ name }) => openidOf(name, appid) === openid) ?? null,
    }),
    replaceCloudIds(data, { person, app }) {
      visits.note(app.appid, person.name); // every wx.cloud.callFunction comes by here
      return cloudIds.replaceMarks(data, { person: person.name, app: app.appid });
    },
    openData: (ids, caller) => ids.map((cloudId) => ({ cloudId, json: JSON.stringify(cloudIds.resolve(cloudId, caller ?? NOBODY)) })),
    handleAvatar: (path, response) => handleAvatar(path, response, (name) => {
      const person = people.find(name);
      return person ? pictureOf(person) : null;
    }),
    temporaryFile: temporaryFiles.find,
    handleTemporary: temporaryFiles.handle,
    reset() {
      temporaryFiles.clear();
      web.clear();
      for (const { key } of shelf.entries(SHELF_PREFIX)) shelf.remove(key);
    },
  };
}
