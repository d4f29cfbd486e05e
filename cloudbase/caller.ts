// Reads who calls from the platform's context, once, as the first statement of an invocation (SEC-01…03).
import { isIPv6 } from 'node:net';
import { appId, openId, unionId } from '../auth/ids';
import type { Caller } from '../auth/ports';

type Environment = Readonly<Record<string, string | undefined>>;
/** A variable that this invocation's list names, or null. */
type Read = (name: string) => string | null;

const USER_SOURCES: ReadonlySet<string> = new Set(['wx_client', 'wx_devtools', 'wx_localdebug']);

/**
 * The person who calls, or null for everyone else: another function, a timer, a console test, HTTP, a crawler.
 * The same variables that the SDK's getWXContext reads, with two differences: text stays text (the SDK turns an all-digit openid into a
 * rounded number), and reading them needs no SDK. WX_CONTEXT_KEYS lists what belongs to this invocation: others are left from an earlier one.
 */
export function readCaller(environment: Environment): Caller | null {
  const listed = new Set((environment['WX_CONTEXT_KEYS'] ?? '').split(','));
  const read: Read = (name) => (listed.has(name) ? environment[name]?.trim() || null : null);
  if (!USER_SOURCES.has(environment['TCB_SOURCE'] ?? '')) return null;
  const names = whose(read);
  const app = appId((names && read(names.appId)) ?? '');
  const person = openId((names && read(names.openId)) ?? '');
  if (names === null || app === null || person === null) return null;
  return Object.freeze({
    appId: app, openId: person, unionId: unionId(read(names.unionId) ?? ''), ipPrefix: maskAddress(read('WX_CLIENTIP') ?? read('WX_CLIENTIPV6')),
    openDataKeys: openDataKeys(read('WX_OPEN_DATA_INFO')),
  });
}

/** Whether the platform names any person for this invocation. */
export function hasUser(environment: Environment): boolean {
  const listed = (environment['WX_CONTEXT_KEYS'] ?? '').split(',');
  return ['WX_OPENID', 'WX_FROM_OPENID'].some((name) => listed.includes(name) && (environment[name] ?? '').trim() !== '');
}

/** HTTP access names no source that WeChat's pages tell; `wx_http` stands for calls from outside too. People, timers and functions are others. */
export function isHttpAccess(environment: Environment): boolean {
  const source = environment['TCB_SOURCE'] ?? '';
  const isOther = source !== 'wx_http' && source.split(',').some((part) => part.startsWith('wx_') || part === 'scf');
  return !isOther && !hasUser(environment);
}

/** With a shared environment the caller is who came from the other app; half a name is nobody's (SEC-01). */
function whose(read: Read): { appId: string; openId: string; unionId: string } | null {
  const from = [read('WX_FROM_APPID'), read('WX_FROM_OPENID')].filter((each) => each !== null).length;
  if (from === 1) return null;
  return from === 2 ? { appId: 'WX_FROM_APPID', openId: 'WX_FROM_OPENID', unionId: 'WX_FROM_UNIONID' } : { appId: 'WX_APPID', openId: 'WX_OPENID', unionId: 'WX_UNIONID' };
}

/** '203.0.113.7' → '203.0.113.*'; of an IPv6 address the first three groups, of one that carries an IPv4 address that one's prefix. */
export function maskAddress(address: string | null): string | null {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address ?? '');
  if (v4) return `${v4[1]}.*`;
  if (address === null || !isIPv6(address)) return null;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const whole = [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest];
  return `${whole.slice(0, 3).join(':')}:*`;
}

function openDataKeys(text: string | null): readonly string[] {
  try {
    const info: unknown = JSON.parse(text ?? '{}');
    const keys: unknown = typeof info === 'object' && info !== null && 'keys' in info ? info.keys : [];
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}
