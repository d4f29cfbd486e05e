// The control plane as the workbench uses it; the shapes are those it answers with.

export interface Person { name: string; nickname: string; avatarUrl: string; phone: string | null; blocked: boolean }
export interface App { appid: string; kind: string; name: string }
export interface Entry {
  id: number; at: number; start: number; end: number; kind: 'function' | 'wechat' | 'database' | 'storage'; name: string;
  invocation: string | null; parent: string | null; depth: number | null; person: string | null; device: string | null; trigger?: 'timer' | 'http'; request?: string; outcome: string;
}
export interface LogLine { id: number; at: number; function: string; invocation: string; stream: 'out' | 'err'; text: string }
export interface SetFault { id: number; target: string; call: string; kind: string; person?: string; milliseconds?: number; errcode?: number; seen: number; fired: number }
export type ShownCode = { content: string; app: string; at: number } & ({ kind: 'login'; uuid: string; status: string; person: string | null } | { kind: 'mini-program'; page: string; scene: string });
export type Scanned = { kind: 'login'; uuid: string; app: string } | { kind: 'mini-program'; app: string; page: string; scene: string } | { kind: 'link'; url: string };
export type Documents = Record<string, Record<string, unknown>[]>;

/** The local world refused; its sentence is the message. */
class Refused extends Error {}

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(path, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });
  const answer = (await response.json()) as T & { error?: { message: string } };
  if (!response.ok) throw new Refused(answer.error?.message ?? `${method} ${path}: ${response.status}`);
  return answer;
}

export const world = {
  people: () => ask<{ people: Person[] }>('GET', '/emulator/people'),
  changePerson: (change: { name: string } & Partial<Person>) => ask<{ person: Person }>('POST', '/emulator/people', change),
  apps: () => ask<{ apps: App[] }>('GET', '/emulator/apps'),
  ledger: (after: number) => ask<{ entries: Entry[]; last: number }>('GET', `/emulator/ledger?after=${after}`),
  logs: (after: number) => ask<{ lines: LogLine[] }>('GET', `/emulator/logs?after=${after}`),
  database: () => ask<{ collections: Documents }>('GET', '/emulator/database'),
  clock: () => ask<{ now: number }>('GET', '/emulator/clock'),
  advance: (advanceSeconds: number) => ask<{ now: number }>('POST', '/emulator/clock', { advanceSeconds }),
  faults: () => ask<{ faults: SetFault[] }>('GET', '/emulator/faults'),
  addFault: (fault: object) => ask<{ id: number }>('POST', '/emulator/faults', fault),
  removeFault: (id: number) => ask<object>('DELETE', `/emulator/faults?id=${id}`),
  removeFaults: () => ask<object>('DELETE', '/emulator/faults'),
  codes: () => ask<{ codes: ShownCode[] }>('GET', '/emulator/scan'),
  scan: (person: string, content: string) => ask<Scanned>('POST', '/emulator/scan', { person, content }),
  reset: () => ask<object>('POST', '/emulator/reset', {}),
};
