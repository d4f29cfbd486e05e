// What a phone's camera makes of a code: a sign-in page's, a mini program's, or a link.
import type { ProgramCode } from '../wxacode/content';
import { readContent } from '../wxacode/content';
import { scanContent } from './qrconnect';
import type { ScanRefusal, Scans } from './scans';

export type Scanned =
  | { kind: 'login'; uuid: string; app: string }
  | { kind: 'mini-program'; app: string; page: string; scene: string }
  | { kind: 'link'; url: string };

export type ShownCode =
  | { kind: 'login'; content: string; uuid: string; app: string; status: string; person: string | null; at: number; expiresAt: number }
  | { kind: 'mini-program'; content: string; app: string; page: string; scene: string; at: number };

/** Null: the text is no code of either kind, and no link. */
export function scanned(scans: Scans, hasApp: (appid: string) => boolean, person: string, content: string): Scanned | ScanRefusal | null {
  const program = readContent(content);
  if (program !== null) return hasApp(program.app) ? openedBy(program) : null;
  const uuid = uuidIn(content);
  if (uuid === null) return /^https?:\/\//i.test(content) && URL.canParse(content) ? { kind: 'link', url: content } : null;
  const scan = scans.scan(uuid, person);
  return typeof scan === 'string' ? scan : { kind: 'login', uuid, app: scan.appid };
}

function openedBy({ app, page, scene }: ProgramCode): Scanned {
  return { kind: 'mini-program', app, page, scene };
}

function uuidIn(content: string): string | null {
  const prefix = scanContent('');
  return content.startsWith(prefix) ? content.slice(prefix.length) : null;
}
