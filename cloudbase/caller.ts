// Reads who calls from the platform's context, once, as the first statement of an invocation (SEC-01…03).
import { appId, openId, unionId } from '../auth/ids';
import type { Caller } from '../auth/ports';

/** What the platform says of this invocation; nothing a client sent is in it. */
export type Trigger = { kind: 'user'; caller: Caller } | { kind: 'function' } | { kind: 'timer' } | { kind: 'other' };

type Environment = Readonly<Record<string, string | undefined>>;

const USER_SOURCES: ReadonlySet<string> = new Set(['wx_client', 'wx_devtools', 'wx_localdebug']);

/**
 * The same variables that the SDK's getWXContext reads, with two differences: text stays text (the SDK turns an all-digit openid into a
 * rounded number), and reading them needs no SDK. WX_CONTEXT_KEYS lists what belongs to this invocation: others are left from an earlier one.
 */
export function readTrigger(environment: Environment): Trigger {
  const listed = new Set((environment['WX_CONTEXT_KEYS'] ?? '').split(','));
  const read = (name: string): string | null => (listed.has(name) ? (environment[name] ?? null) : null);
  const sources = (listed.size > 1 || !listed.has('') ? (environment['TCB_SOURCE'] ?? '') : '').split(',');
  const [first = ''] = sources;
  if (sources.length === 1 && USER_SOURCES.has(first)) return userTrigger(read);
  if (sources.at(-1) === 'scf') return { kind: 'function' };
  return sources.length === 1 && first === 'wx_trigger' ? { kind: 'timer' } : { kind: 'other' };
}

/** With a shared environment the caller is who came from the other app: FROM_* go before (SEC-01). */
function userTrigger(read: (name: string) => string | null): Trigger {
  const from = read('WX_FROM_OPENID') !== null || read('WX_FROM_APPID') !== null;
  const app = appId(read(from ? 'WX_FROM_APPID' : 'WX_APPID') ?? read('WX_APPID') ?? '');
  const person = openId((read(from ? 'WX_FROM_OPENID' : 'WX_OPENID') ?? '').trim());
  if (app === null || person === null) return { kind: 'other' };
  const union = unionId((read(from ? 'WX_FROM_UNIONID' : 'WX_UNIONID') ?? '').trim());
  const ipPrefix = maskAddress(read('WX_CLIENTIP') ?? read('WX_CLIENTIPV6'));
  return { kind: 'user', caller: Object.freeze({ appId: app, openId: person, unionId: union, ipPrefix, openDataKeys: openDataKeys(read('WX_OPEN_DATA_INFO')) }) };
}

/** '203.0.113.7' → '203.0.113.*'; of an IPv6 address the first three groups. */
export function maskAddress(address: string | null): string | null {
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address ?? '');
  if (v4) return `${v4[1]}.*`;
  const groups = /^[0-9a-fA-F:]{2,39}$/.test(address ?? '') ? (address ?? '').split(':') : [];
  return groups.length >= 3 ? `${groups.slice(0, 3).join(':')}:*` : null;
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
