// Reads variables of the functions' environment by their schemas, and refuses what could not be safe (SEC-15, SEC-77).
import * as v from 'valibot';
import { appId } from '../auth/ids';
import type { AppId } from '../auth/ids';
import type { AppSettings } from '../auth/ports';
import { AppIdText } from './requests/shapes';
import type { SealKey } from './secrets';
import { isAllowedBase } from './wechat-base';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is wrong: the sentence names the variable and what it wants, never its value. */
export class Misconfigured extends Error {
  readonly code = 'Misconfigured';
}

/** One letter over and over, or the words that documents put where a secret belongs (SEC-15). */
const PLACEHOLDER = /^(.)\1*$|changeme|appsecret|placeholder|your-/i;
export const Kid = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));
export const SecretText = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43,}$/), v.check(isRandom));
export const SecretBytes = v.pipe(SecretText, v.transform((text) => Buffer.from(text, 'base64url')));
const Apps = v.pipe(v.array(v.strictObject({
  appid: AppIdText, kind: v.picklist(['mini-program', 'official-account', 'website']),
  secret: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{8,128}$/), v.check((text) => !PLACEHOLDER.test(text))), openPlatform: v.nullable(v.pipe(v.string(), v.minLength(1))),
})), v.minLength(1), v.check((apps) => isUnique(apps.map(({ appid }) => appid)), 'each appid once'));
const SealKeys = v.pipe(v.array(v.strictObject({ kid: Kid, secret: SecretBytes })), v.minLength(1), v.check((keys) => isUnique(keys.map(({ kid }) => kid)), 'each kid once'));
/** One for each caller, or several while they are changed. */
const CallerKeys = v.pipe(
  v.array(v.strictObject({ caller: Kid, secret: SecretText, retiredAt: v.optional(v.number()) })), v.check((keys) => isUnique(keys.map(({ secret }) => secret)), 'each secret once'),
);

/** @throws Misconfigured, as everything here */
export function readApps(environment: Environment): AppSettings[] {
  return read(environment, 'WECHAT_APPS', Apps).map((app): AppSettings => ({ appId: brand(app.appid), kind: app.kind, secret: app.secret, openPlatform: app.openPlatform }));
}

export function readSealKeys(environment: Environment): readonly [SealKey, ...SealKey[]] {
  const [first, ...others] = read(environment, 'SEAL_KEYS', SealKeys);
  if (first === undefined) throw new Misconfigured('SEAL_KEYS wants at least one key.');
  return [first, ...others];
}

/** Secrets as written. None where the variable is missing. */
export function readCallers(environment: Environment, name: 'OPERATOR_KEYS' | 'SERVER_KEYS'): { caller: string; secret: string; retiredAt: number | null }[] {
  return read(environment, name, CallerKeys, '[]').map(({ caller, secret, retiredAt }) => ({ caller, secret, retiredAt: retiredAt ?? null }));
}

export function readBase(environment: Environment, name: string, host: string, apps: readonly AppSettings[]): string {
  const base = environment[name] ?? host;
  if (!isAllowedBase(base, host, apps.map((app) => app.appId))) throw new Misconfigured(`${name} is allowed only on loopback and with appids that begin wxfa4e; such appids want such a base.`);
  return base;
}

/** A JSON variable; `preset`: its text where it is missing. */
export function read<S extends v.GenericSchema>(environment: Environment, name: string, schema: S, preset?: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, parseJson(environment[name] ?? preset ?? ''));
  if (!parsed.success) throw new Misconfigured(`${name} is not as the table of docs/devtools.md says${place(parsed.issues)}.`);
  return parsed.output;
}

function place(issues: readonly v.BaseIssue<unknown>[]): string {
  const path = v.getDotPath(issues[0] as v.BaseIssue<unknown>);
  return path === null ? '' : ` (at ${path})`;
}

function parseJson(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return undefined; }
}

function brand(text: string): AppId {
  const app = appId(text);
  if (app === null) throw new Misconfigured('WECHAT_APPS holds an appid that is not one.');
  return app;
}

export function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** 32 bytes of a real generator hold far more than 16 different ones. */
export function isRandom(text: string): boolean {
  return new Set(Buffer.from(text, 'base64url')).size >= 16;
}
