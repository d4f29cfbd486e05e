// What the rooms of the local world lend each other; `world/` composes them. Types, and the one error they share.

/** Integer epoch milliseconds of the simulated clock (machine time plus an offset that may go back). */
export interface Clock { now(): number }

export type CallKind = 'function' | 'wechat' | 'database' | 'storage';

export interface CallStart {
  kind: CallKind;
  /** 'session', 'sns/jscode2session', 'database.modifyDocument identities' */
  name: string;
  invocation: string | null;
  /** Invocation of the calling function. */
  parent?: string | null;
  person?: string | null;
  app?: string | null;
  device?: string | null;
  /** What started a function that no caller named. */
  trigger?: 'timer' | 'http';
  /** Of a function that an HTTP request started: 'GET /auth/qr'. */
  request?: string;
  bytesIn: number;
}

export interface CallInProgress {
  readonly id: number;
  /** Writes the entry; call it before the answer leaves. Outcome: ok · refused:<code> · errcode:<n> · error:<wire code> · crash · timeout · lost · killed. */
  finish(outcome: string, bytesOut: number): void;
}

export interface Ledger { begin(call: CallStart): CallInProgress }

/** A fault that fired for one call: what to do to it. */
export type FiredFault =
  | { kind: 'errcode'; errcode: number } | { kind: 'status'; status: number }
  | { kind: 'hang' | 'refuse' | 'drop-before' | 'drop-after' | 'html' | 'empty' | 'truncated' | 'drip' }
  | { kind: 'error'; code: string } | { kind: 'applied-lost' | 'kill-before' | 'kill-after' }
  | { kind: 'delay'; milliseconds: number } | { kind: 'crash' | 'timeout' | 'offline' };

/** The invocation a call is made by, as faults see it: one that the machine's time started is neither hit nor counted. */
export interface Spared { spared?: boolean }

export interface Faults {
  /** Faults that hit this call, in the order they were set; counts the hit. `call` is the ledger name. */
  hit(target: 'wechat' | 'database' | 'function' | 'phone', call: string, person: string | null, by?: Spared | null): FiredFault[];
}

/** A durable shelf of JSON values; what `put` returned from survives kill -9. */
export interface Shelf {
  get(key: string): unknown;
  put(key: string, value: unknown): void;
  remove(key: string): void;
  entries(prefix: string): { key: string; value: unknown }[];
  clear(): void;
}

export interface PersonRecord {
  name: string; nickname: string; avatarUrl: string; phone: string | null; unionid: boolean; blocked: boolean; snapshot: boolean;
  openids: Record<string, string>; unionids: Record<string, string>;
}
export interface AppRecord {
  appid: string; kind: 'mini-program' | 'official-account' | 'website'; name: string; openPlatform: string | null; secret: string;
  sessionKeyRotation: 'always' | 'min-interval' | 'never';
}

/** Who a call of cloud.openapi is made for. */
export interface OpenApiCaller { person: string | null; app: string | null }
/** What WeChat answers to cloud.openapi.<name>: JSON; errcode 0 is success. */
export type OpenApiReply = { errcode: number; errmsg: string } & Record<string, unknown>;
/** What it answers as bytes of their own: a picture. */
export interface OpenApiMedia { contentType: string; bytes: Buffer }

/** WeChat's own interfaces, as the cloud calls them for a function. */
export interface OpenApi {
  /** `name` as in cloud.openapi: 'security.msgSecCheck'. */
  isBuilt(name: string): boolean;
  /** @throws NotEmulated for what is not built */
  call(name: string, args: Record<string, unknown>, caller: OpenApiCaller | null): OpenApiReply | OpenApiMedia;
  refusal(errcode: number): OpenApiReply;
}

/** Refused by name: the local world has not built it. HTTP 501. */
export class NotEmulated extends Error {
  readonly code = 'NotEmulated';
  constructor(what: string) { super(`NotEmulated: ${what}`); }
}
