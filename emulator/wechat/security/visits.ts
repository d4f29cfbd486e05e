// When each person last used an app: WeChat checks the words of present users only.
import type { State } from '../state';
import { MINUTE, SHELF_PREFIX } from '../state';

const PREFIX = `${SHELF_PREFIX}visit/`;
/** 用户需在近两小时访问过小程序. @see msgSecCheck, developers.weixin.qq.com */
const PRESENT_FOR = 120 * MINUTE;

export interface Visits {
  note(appid: string, person: string): void;
  /** Whether this person used the app within two hours. */
  isPresent(appid: string, person: string): boolean;
}

export function openVisits({ clock, shelf }: Pick<State, 'clock' | 'shelf'>): Visits {
  const keyOf = (appid: string, person: string) => `${PREFIX}${appid}/${person}`;

  /** The simulated clock may have gone back since. */
  function isWithin(appid: string, person: string, milliseconds: number): boolean {
    const at = shelf.get(keyOf(appid, person));
    return typeof at === 'number' && Math.abs(clock.now() - at) <= milliseconds;
  }
  return {
    note(appid, person) {
      if (!isWithin(appid, person, MINUTE)) shelf.put(keyOf(appid, person), clock.now());
    },
    isPresent: (appid, person) => isWithin(appid, person, PRESENT_FOR),
  };
}
