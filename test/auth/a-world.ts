// Builds the world of a rule's test: alice, her mini program, keys made at random, a clock that stands still.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { appId, openId, unionId } from '../../auth/ids';
import type { AppSettings, Caller } from '../../auth/ports';
import type { SignInWorld } from '../../auth/sign-in/attempt';
import { refreshTokenKeys, sealWith } from '../../cloudbase/secrets';
import type { ContentVerdict, PhoneExchange } from '../../auth/profile/ports';
import type { MergeHook } from '../../auth/merge/ports';
import type { SignInInput } from '../../auth/sign-in/sign-in';
import { clockAt, countingRandom, memoryStore, weChatThatSays } from '../ports/memory';
import { memoryInvites } from '../ports/memory-invites';
import { memoryLinks } from '../ports/memory-links';
import { memoryJournal } from '../ports/memory-journal';
import { memoryAudit, memoryBelongings, memoryBudget, memoryFiles } from '../ports/memory-account';
import type { MemoryStore } from '../ports/memory';
import type { Exchange } from '../../auth/sign-in/ports';

/** 2026-01-01T00:00:00Z */
export const NEW_YEAR = 1_767_225_600_000;
export const ISSUER = 'https://accounts.example.com';

function must<T>(value: T | null): T {
  if (value === null) throw new Error('not an id');
  return value;
}

export const APP: AppSettings = { appId: must(appId('wxfa4e000000000001')), kind: 'mini-program', secret: '0123456789abcdef0123456789abcdef', openPlatform: 'op1' };

export function aPerson(name: string, union: string | null = null): Caller {
  return { appId: APP.appId, openId: must(openId(`oFAKE_${name}`.padEnd(28, 'x'))), unionId: union === null ? null : must(unionId(union)), ipPrefix: '203.0.113.*', openDataKeys: [] };
}

export const ALICE = aPerson('alice');
export const BOB = aPerson('bob');

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sealKeys = [{ kid: 's1', secret: randomBytes(32) }] as const;

export type RuleWorld = ReturnType<typeof aWorld>;

export function aWorld(exchange: Exchange = { kind: 'unavailable', reason: 'no code is expected' }) {
  const store: MemoryStore = memoryStore();
  const alarms: { event: string; detail: Record<string, string> }[] = [];
  const failures: string[] = [];
  const clock = clockAt(NEW_YEAR);
  const world = {
    clock, random: countingRandom(), pause: async () => {}, alarm: (event: string, detail: Record<string, string>) => { alarms.push({ event, detail }); }, failed: (what: string) => { failures.push(what); },
    identities: store.identities, users: store.users, unions: store.unions, seal: sealWith(sealKeys, 'session-key'), wechat: weChatThatSays(exchange), indexKey: Buffer.alloc(32, 7),
    mint: { issuer: ISSUER, signingKey: { kid: 't1', privateKey }, macKeys: refreshTokenKeys(sealKeys), random: countingRandom() },
    reader: { issuer: ISSUER, keys: new Map([['t1', { publicKey, retiredAt: null }]]) }, limits: { signInPerMinute: 1000, renewPerMinute: 1000, decryptFailuresPer10Minutes: 5, phonePerDay: 5, phonePerAppPerDay: 1000, statePerMinute: 60, scansOpen: 20 },
    policyVersion: null as string | null, invites: memoryInvites(store.rows.users), ...accountWorld(),
  } satisfies SignInWorld & Record<string, unknown>;
  return { ...world, rows: store.rows, alarms, failures };
}

/** What profile and account ask for beside. */
function accountWorld() {
  const budget = memoryBudget();
  return {
    journal: memoryJournal(), mergeHook: null as MergeHook | null, links: memoryLinks(), audit: memoryAudit(), files: memoryFiles(), belongings: memoryBelongings(), phoneBudget: budget, openDays: new Set<string>(), expiring: budget, phoneSeal: sealWith(sealKeys, 'phone'),
    contentCheck: { text: async (): Promise<ContentVerdict> => 'pass', picture: async (): Promise<ContentVerdict> => 'pass' },
    wechatPhone: { exchange: async (): Promise<PhoneExchange> => ({ kind: 'exchanged', number: '+8613800000001', countryCode: '86', appId: APP.appId, timestamp: NEW_YEAR }) },
  };
}

/** A plain tap on the button. */
export const A_TAP: SignInInput = { code: null, device: null, policyVersion: null, wish: 'sign-in-only', invite: null };

/** The value of a result that must be one. */
export function granted<T>(result: { ok: true; value: T } | { ok: false; refused: { code: string } }): T {
  if (!result.ok) throw new Error(`refused: ${result.refused.code}`);
  return result.value;
}

export function codeOf(result: { ok: true } | { ok: false; refused: { code: string } }): string {
  return result.ok ? 'ok' : result.refused.code;
}
