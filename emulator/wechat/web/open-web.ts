// WeChat's pages for browsers, composed: what serves them, what is set of them, and what a phone does with the codes on a desktop.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Apps } from '../apps';
import type { OAuthCodes } from '../oauth/codes';
import type { People } from '../people';
import type { State } from '../state';
import { MINUTE } from '../state';
import type { ProgramCode } from '../wxacode/content';
import { contentOf } from '../wxacode/content';
import { openAuthorizations } from './authorizations';
import type { Scanned, ShownCode } from './phone-scan';
import { scanned } from './phone-scan';
import { scanContent } from './qrconnect';
import type { ScanRefusal } from './scans';
import { openScans } from './scans';
import type { WebSettingsStore } from './settings';
import { openWebSettings } from './settings';
import { handleWeb } from './web';

export interface Web {
  /** `path` as WeChat knows it: '/connect/qrconnect'; `search` with its '?'. @throws NotEmulated */
  handle(request: IncomingMessage, response: ServerResponse, path: string, search: string): Promise<void>;
  settings: WebSettingsStore;
  /** What a person's camera makes of a code. Null: nothing it knows. */
  scan(person: string, content: string): Scanned | ScanRefusal | null;
  /** Null when it is done. */
  confirm(person: string, uuid: string): ScanRefusal | null;
  refuse(person: string, uuid: string): ScanRefusal | null;
  /** Codes that a desktop may show now, the newest first. */
  shown(): ShownCode[];
  /** A mini-program code was made. */
  made(code: ProgramCode): void;
  clear(): void;
}

/** Mini-program codes are good for ever; the latest are offered to scan. */
const SHOWN_FOR = 10 * MINUTE;
const MOST_SHOWN = 20;

function refusalIn(answered: object | ScanRefusal): ScanRefusal | null {
  return typeof answered === 'string' ? answered : null;
}

export function openWeb({ state, apps, people, oauthCodes }: { state: State; apps: Apps; people: People; oauthCodes: OAuthCodes }): Web {
  const { clock } = state;
  const scans = openScans(state, oauthCodes);
  const settings = openWebSettings(state.shelf, apps);
  const authorizations = openAuthorizations(clock);
  const parts = { state, people, oauthCodes, scans, settings, authorizations };
  let programCodes: { code: ProgramCode; at: number }[] = [];

  function shown(): ShownCode[] {
    const logins = scans.list().map(({ uuid, appid, status, person, createdAt, expiresAt }) => ({ kind: 'login' as const, content: scanContent(uuid), uuid, app: appid, status, person, at: createdAt, expiresAt }));
    const programs = programCodes.filter(({ at }) => Math.abs(clock.now() - at) < SHOWN_FOR).map(({ code, at }) => ({ kind: 'mini-program' as const, content: contentOf(code), app: code.app, page: code.page, scene: code.scene, at }));
    return [...logins, ...programs].sort((one, other) => other.at - one.at);
  }

  return {
    handle: (request, response, path, search) => handleWeb(parts, request, response, path, search),
    settings,
    scan: (person, content) => scanned(scans, (appid) => apps.find(appid) !== null, person, content),
    confirm: (person, uuid) => refusalIn(scans.confirm(uuid, person)),
    refuse: (person, uuid) => refusalIn(scans.refuse(uuid, person)),
    shown,
    made(code) { programCodes = [{ code, at: clock.now() }, ...programCodes].slice(0, MOST_SHOWN); },
    clear() {
      programCodes = [];
      authorizations.clear();
    },
  };
}
