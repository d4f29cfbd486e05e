// A browser that asks, by a mini-program code, to be signed in as the person: looked at, then confirmed or declined. No scene is kept.
import type { ScanLook } from '../../contract/doors';
import type { CallFunction } from './cloud';
import type { Answer, Session } from './session';

export interface ScanPorts { callFunction: CallFunction; session: Pick<Session, 'withSession'> }

/** `not-found`: no such request, or it is over, or somebody else's, or answered otherwise. */
export interface Scan {
  /** Who asks. The request is hers from then on. @throws Offline */
  look(scene: string): Promise<Answer<ScanLook>>;
  /** The browser is signed in as her; repeated, the same. @throws Offline */
  confirm(scene: string): Promise<Answer<object>>;
  /** It is not, and hears so; repeated, the same. @throws Offline */
  decline(scene: string): Promise<Answer<object>>;
}

export function openScan({ callFunction, session }: ScanPorts): Scan {
  return {
    look: (scene) => session.withSession((accessToken) => callFunction('account', { action: 'scan-look', accessToken, scene })),
    confirm: (scene) => session.withSession((accessToken) => callFunction('account', { action: 'scan-confirm', accessToken, scene })),
    decline: (scene) => session.withSession((accessToken) => callFunction('account', { action: 'scan-decline', accessToken, scene })),
  };
}
