// The centre in virtual time: waits end when everything else stands still; WeChat has a clock of its own, which never jumps.
import { randomBytes } from 'node:crypto';
import { newWatch } from '../../../auth/app-token/keep-warm';
import type { KeepWarmWorld } from '../../../auth/app-token/keep-warm';
import type { Centre, CredentialId, CredentialSource, Fetched } from '../../../auth/app-token/ports';
import { credentialMemory } from '../../../auth/app-token/read';
import type { ReadWorld } from '../../../auth/app-token/read';
import { renew } from '../../../auth/app-token/renew';
import { appId } from '../../../auth/ids';
import type { AppSettings } from '../../../auth/ports';
import { sealWith } from '../../../cloudbase/secrets';
import { memoryAudit } from '../../ports/memory-account';
import { memoryCredentials } from '../../ports/memory-credentials';
import { countingRandom } from '../../ports/memory';
import { APP, NEW_YEAR } from '../a-world';
import { aWeChat } from './a-wechat';
import type { FakeWeChat } from './a-wechat';

function must<T>(value: T | null): T {
  if (value === null) throw new Error('not an id');
  return value;
}

export const TOKEN: CredentialId = { appId: APP.appId, kind: 'access-token' };
export const OFFICIAL: AppSettings = { ...APP, appId: must(appId('wxfa4e000000000002')), kind: 'official-account' };
export const SITE: AppSettings = { ...APP, appId: must(appId('wxfa4e000000000003')), kind: 'website' };

const seal = sealWith([{ kid: 's1', secret: randomBytes(32) }], 'app-token');

export type CentreWorld = ReturnType<typeof aCentre>;

export interface CentreOptions { endpoint?: 'stable_token' | 'token'; lifetimeSeconds?: number; apps?: AppSettings[]; tokenLength?: number }

/** `time`: true milliseconds since the start; `offset`: how far the functions' clock is from it. */
export function aCentre({ endpoint = 'stable_token', lifetimeSeconds = 7200, apps = [APP], tokenLength = 136 }: CentreOptions = {}) {
  const time = { now: 0, offset: 0 };
  const waiting: { at: number; wake: () => void }[] = [];
  const pause = (milliseconds: number) => new Promise<void>((wake) => { waiting.push({ at: time.now + milliseconds, wake }); });
  const clock = { now: () => NEW_YEAR + time.now + time.offset };
  const wechat: FakeWeChat = aWeChat({ now: () => NEW_YEAR + time.now, pause, lifetimeSeconds, tokenLength });
  const sources = new Map(apps.map((app) => [app.appId, sourceFor(wechat, endpoint, app)]));
  const alarms: { event: string; detail: Record<string, string> }[] = [];
  const failures: string[] = [];
  const notes: Record<string, string>[] = [];
  const core = {
    clock, pause, random: countingRandom(), credentials: memoryCredentials(), credentialSeal: seal, audit: memoryAudit(), watch: newWatch(),
    alarm: (event: string, detail: Record<string, string>) => { alarms.push({ event, detail }); }, failed: (what: string) => { failures.push(what); }, note: (event: string, detail: Record<string, string>) => { notes.push({ event, ...detail }); },
    apps: new Map(apps.map((app) => [app.appId, app])), sourceOf: ({ kind, appId: app }: AppSettings, wanted: string) => (kind === 'website' || wanted !== 'access-token' ? null : (sources.get(app) ?? null)),
  } satisfies KeepWarmWorld;
  const centre: Centre = { renew: (id, by) => renew(core, id, { why: 'due', by }), report: (id, dead, by) => renew(core, id, { why: 'reported', ...dead, by }) };
  /** As another instance of a function has it: a memory of its own. */
  const aReader = (): ReadWorld => ({ clock, credentials: core.credentials, credentialSeal: seal, centre, memory: credentialMemory() });
  /** Runs to its end; where all stand still, time goes on to the next one that wakes. */
  async function run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const ended = work.finally(() => { settled = true; });
    ended.catch(() => undefined);
    for (let turns = 0; turns < 1_000_000; turns += 1) {
      await new Promise<void>((resolve) => { setImmediate(resolve); });
      if (settled) return ended;
      const next = waiting.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) throw new Error('Everything stands still for good.');
      time.now = Math.max(time.now, next.at);
      next.wake();
      while (waiting[0] !== undefined && waiting[0].at <= time.now) waiting.shift()?.wake();
    }
    throw new Error('It does not end.');
  }
  return { ...core, core, time, wechat, alarms, failures, notes, centre, aReader, run, reader: aReader(), advance: (milliseconds: number) => { time.now += milliseconds; } };
}

function sourceFor(wechat: FakeWeChat, endpoint: 'stable_token' | 'token', { appId: app }: AppSettings): CredentialSource {
  const ask = (isForced: boolean) => (): Promise<Fetched> => wechat.ask(app, endpoint, isForced);
  return { endpoint, isStable: endpoint === 'stable_token', fetch: ask(false), force: endpoint === 'stable_token' ? ask(true) : null, prepare: async () => {} };
}
