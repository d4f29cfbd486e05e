// One session_key per person and app at any time, what each device knows of it, and the quota of exchanges.
import type { AppRecord } from '../ports';
import { newSessionKey } from './identifiers';
import type { State } from './state';
import { DAY, MINUTE, SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}session/`;
/** WeChat does not say; a key lives on while the app is used and is void this long after. */
const KEY_IDLE_LIFETIME = 3 * DAY;
/** 刷新机制存在最短周期: several wx.login close together keep the key. The real length is not published. */
const MINIMUM_ROTATION_INTERVAL = MINUTE;
/** code2Session: 100 a minute for one user of a mini program, then 45011 until the next minute. */
const EXCHANGES_PER_MINUTE = 100;

interface Session {
  key: string;
  generation: number;
  rotatedAt: number;
  activeAt: number;
  /** The generation each device got at its last wx.login. */
  devices: Record<string, number>;
  exchanges: { minute: number; count: number };
}

export interface Sessions {
  /** wx.login: makes a new key where the app's policy says so, and tells the device. Returns the current key. */
  logIn(app: AppRecord, person: string, device: string): string;
  /** Whether the key of this device's last login is still the current one. */
  knowsCurrent(appid: string, person: string, device: string): boolean;
  /** The current key, which is the one WeChat encrypts with; null without an unexpired login on this device. */
  keyFor(appid: string, person: string, device: string): string | null;
  /** Counts one exchange; false above the quota of this minute. */
  countExchange(appid: string, person: string): boolean;
}

function mustRotate(session: Session, policy: AppRecord['sessionKeyRotation'], now: number): boolean {
  if (now - session.activeAt >= KEY_IDLE_LIFETIME) return true;
  if (policy === 'min-interval') return now - session.rotatedAt >= MINIMUM_ROTATION_INTERVAL;
  return policy === 'always';
}

function firstSession(now: number): Session {
  return { key: newSessionKey(), generation: 1, rotatedAt: now, activeAt: now, devices: {}, exchanges: { minute: 0, count: 0 } };
}

function rotated(session: Session, now: number): Session {
  return { ...session, key: newSessionKey(), generation: session.generation + 1, rotatedAt: now };
}

export function openSessions({ clock, shelf }: State): Sessions {
  const keyOf = (appid: string, person: string) => `${PREFIX}${appid}/${person}`;

  function read(appid: string, person: string): Session | null {
    return (shelf.get(keyOf(appid, person)) as Session | undefined) ?? null;
  }

  function readAlive(appid: string, person: string): Session | null {
    const session = read(appid, person);
    return session && clock.now() - session.activeAt < KEY_IDLE_LIFETIME ? session : null;
  }

  function keepAlive(appid: string, person: string, session: Session): void {
    const now = clock.now();
    if (now - session.activeAt >= MINUTE) shelf.put(keyOf(appid, person), { ...session, activeAt: now });
  }

  return {
    logIn(app, person, device) {
      const now = clock.now();
      const known = read(app.appid, person);
      const session = !known ? firstSession(now) : mustRotate(known, app.sessionKeyRotation, now) ? rotated(known, now) : known;
      shelf.put(keyOf(app.appid, person), { ...session, activeAt: now, devices: { ...session.devices, [device]: session.generation } });
      return session.key;
    },
    knowsCurrent(appid, person, device) {
      const session = readAlive(appid, person);
      if (!session || session.devices[device] !== session.generation) return false;
      keepAlive(appid, person, session);
      return true;
    },
    keyFor(appid, person, device) {
      const session = readAlive(appid, person);
      if (!session || session.devices[device] === undefined) return null;
      keepAlive(appid, person, session);
      return session.key;
    },
    countExchange(appid, person) {
      const session = read(appid, person);
      if (!session) return true;
      const minute = Math.floor(clock.now() / MINUTE);
      const count = session.exchanges.minute === minute ? session.exchanges.count + 1 : 1;
      if (count > EXCHANGES_PER_MINUTE) return false;
      shelf.put(keyOf(appid, person), { ...session, activeAt: clock.now(), exchanges: { minute, count } });
      return true;
    },
  };
}
