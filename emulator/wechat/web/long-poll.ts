// /connect/l/qrconnect: what the QR page asks all the time; the answer waits until something happens, or for half a minute.
import { setTimeout as pause } from 'node:timers/promises';
import type { WebAnswer } from './page';
import type { Scan, Scans } from './scans';

const ERRCODES = { waiting: 408, scanned: 404, confirmed: 405, refused: 403 } as const;
const EXPIRED = 402;
const WAITING = 408;
/** Of the machine's time: a connection is not the simulated clock's. */
const LONGEST_WAIT_MILLISECONDS = 25_000;
const LOOK_MILLISECONDS = 100;

interface Told { errcode: number; code: string }

function toldOf(scan: Scan | null): Told {
  return scan === null ? { errcode: EXPIRED, code: '' } : { errcode: ERRCODES[scan.status], code: scan.code ?? '' };
}

/** A script, as WeChat's is. Codes are letters and digits. */
function answerOf({ errcode, code }: Told): WebAnswer {
  return { status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }, body: `window.wx_errcode=${errcode};window.wx_code='${code}';` };
}

/** `last`: what the page heard before; anything else is answered at once. */
export async function longPoll(scans: Scans, query: URLSearchParams, hasLeft: () => boolean): Promise<WebAnswer> {
  const known = Number(query.get('last') ?? WAITING);
  const until = performance.now() + LONGEST_WAIT_MILLISECONDS;
  let told = toldOf(scans.find(query.get('uuid') ?? ''));
  while (told.errcode === known && performance.now() < until) {
    await pause(LOOK_MILLISECONDS, undefined, { ref: false });
    if (hasLeft()) break; // perhaps with the whole world, its shelf included
    told = toldOf(scans.find(query.get('uuid') ?? ''));
  }
  return answerOf(told);
}
