// The QR codes that sign-in pages show: who scanned one, what she answered, and for how long it can be scanned.
import { newScanId } from '../identifiers';
import type { OAuthCodes } from '../oauth/codes';
import type { State } from '../state';
import { MINUTE, openSweeper, SHELF_PREFIX } from '../state';

const PREFIX = `${SHELF_PREFIX}web-scan/`;
/** WeChat does not say; browsers see about this. */
const LIFETIME = 5 * MINUTE;
/** An expired one is still told as expired. */
const REMEMBERED = 60 * MINUTE;

export interface Asked { appid: string; redirectUri: string; state: string | null; scope: string }
export interface Scan extends Asked {
  uuid: string;
  createdAt: number;
  expiresAt: number;
  status: 'waiting' | 'scanned' | 'confirmed' | 'refused';
  person: string | null;
  code: string | null;
}
/** 'gone': unknown or expired. 'taken': somebody else has it, or it is answered. */
export type ScanRefusal = 'gone' | 'taken';

export interface Scans {
  open(asked: Asked): Scan;
  /** Null when unknown or expired. */
  find(uuid: string): Scan | null;
  /** Those that can still be scanned or answered, the newest first. */
  list(): Scan[];
  /** A refused one can be scanned again. */
  scan(uuid: string, person: string): Scan | ScanRefusal;
  confirm(uuid: string, person: string): Scan | ScanRefusal;
  refuse(uuid: string, person: string): Scan | ScanRefusal;
}

export function openScans({ clock, shelf, findApp }: State, oauthCodes: OAuthCodes): Scans {
  const sweep = openSweeper<Scan>({ clock, shelf }, PREFIX, ({ expiresAt }, now) => now >= expiresAt + REMEMBERED);

  function find(uuid: string): Scan | null {
    if (!/^[0-9A-Za-z]{16}$/.test(uuid)) return null;
    const scan = shelf.get(PREFIX + uuid) as Scan | undefined;
    return scan && clock.now() < scan.expiresAt ? scan : null;
  }
  function put(scan: Scan): Scan {
    shelf.put(PREFIX + scan.uuid, scan);
    return scan;
  }
  /** Scanned by this person, and not answered. */
  function held(uuid: string, person: string): Scan | ScanRefusal {
    const scan = find(uuid);
    if (scan === null) return 'gone';
    return scan.status === 'scanned' && scan.person === person ? scan : 'taken';
  }

  return {
    open(asked) {
      sweep();
      const now = clock.now();
      return put({ ...asked, uuid: newScanId(), createdAt: now, expiresAt: now + LIFETIME, status: 'waiting', person: null, code: null });
    },
    find,
    list() {
      const open = shelf.entries(PREFIX).map(({ value }) => value as Scan).filter(({ status, expiresAt }) => status !== 'confirmed' && clock.now() < expiresAt);
      return open.sort((one, other) => other.createdAt - one.createdAt);
    },
    scan(uuid, person) {
      const scan = find(uuid);
      if (scan === null) return 'gone';
      const isFree = scan.status === 'waiting' || scan.status === 'refused' || (scan.status === 'scanned' && scan.person === person);
      return isFree ? put({ ...scan, status: 'scanned', person }) : 'taken';
    },
    confirm(uuid, person) {
      const scan = held(uuid, person);
      if (typeof scan === 'string') return scan;
      const app = findApp(scan.appid);
      return app ? put({ ...scan, status: 'confirmed', code: oauthCodes.issue(app, person, scan.scope, false) }) : 'gone';
    },
    refuse(uuid, person) {
      const scan = held(uuid, person);
      return typeof scan === 'string' ? scan : put({ ...scan, status: 'refused' });
    },
  };
}
