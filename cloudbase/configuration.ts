// Reads the functions' environment once, and refuses what could not be safe (SEC-15, SEC-29, SEC-77).
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { appId } from '../auth/ids';
import type { AppId } from '../auth/ids';
import type { OperatorSecret } from '../auth/account/authorise';
import type { AppSettings, Limits, SigningKey, VerifyingKeys } from '../auth/ports';
import { WECHAT_API_HOST, WECHAT_OPEN_HOST, isAllowedBase, isLoopback } from './wechat-base';
import type { SealKey } from './secrets';

export interface Configuration {
  apps: ReadonlyMap<AppId, AppSettings>;
  signingKey: SigningKey;
  verifyingKeys: VerifyingKeys;
  sealKeys: readonly [SealKey, ...SealKey[]];
  indexKey: Buffer;
  publicOrigin: string;
  limits: Limits;
  wechatApiBase: string;
  /** The privacy policy in force; null: none is asked for. */
  policyVersion: string | null;
  operators: readonly OperatorSecret[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is wrong: the sentence names the variable and what it wants, never its value. */
export class Misconfigured extends Error {
  readonly code = 'Misconfigured';
}

/** One letter over and over, or the words that documents put where a secret belongs (SEC-15). */
const PLACEHOLDER = /^(.)\1*$|changeme|appsecret|placeholder|your-/i;
const Kid = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));
const SecretBytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43,}$/), v.check(isRandom), v.transform((text) => Buffer.from(text, 'base64url')));
const Apps = v.pipe(v.array(v.strictObject({
  appid: v.pipe(v.string(), v.check((text) => appId(text) !== null)), kind: v.picklist(['mini-program', 'official-account', 'website']),
  secret: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{8,128}$/), v.check((text) => !PLACEHOLDER.test(text))), openPlatform: v.nullable(v.pipe(v.string(), v.minLength(1))),
})), v.minLength(1), v.check((apps) => isUnique(apps.map(({ appid }) => appid)), 'each appid once'));
const Coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const Jwk = v.looseObject({ kty: v.literal('EC'), crv: v.literal('P-256'), d: v.pipe(Coordinate, v.check(isRandom)), x: Coordinate, y: Coordinate });
const TokenKeys = v.pipe(
  v.array(v.strictObject({ kid: Kid, jwk: Jwk, retiredAt: v.optional(v.number()) })),
  v.minLength(1), v.check((keys) => isUnique(keys.map(({ kid }) => kid)), 'each kid once'), v.check((keys) => keys[0]?.retiredAt === undefined, 'the first key signs, so it is not retired'),
);
const SealKeys = v.pipe(v.array(v.strictObject({ kid: Kid, secret: SecretBytes })), v.minLength(1), v.check((keys) => isUnique(keys.map(({ kid }) => kid)), 'each kid once'));
const OperatorKeys = v.pipe(
  v.array(v.strictObject({ caller: Kid, secret: SecretBytes, retiredAt: v.optional(v.number()) })), v.check((keys) => isUnique(keys.map(({ secret }) => secret.toString('hex'))), 'each secret once'),
);
const PolicyVersion = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,32}$/));
const count = (preset: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), preset);
const LimitsSchema = v.strictObject({
  signInPerMinute: count(20), renewPerMinute: count(30), phonePerDay: count(5), decryptFailuresPer10Minutes: count(5), phonePerAppPerDay: count(1000), statePerMinute: count(60), scansOpen: count(20),
});

/** @throws Misconfigured */
export function readConfiguration(environment: Environment): Configuration {
  const apps = read(environment, 'WECHAT_APPS', Apps).map((app): AppSettings => ({ appId: brand(app.appid), kind: app.kind, secret: app.secret, openPlatform: app.openPlatform }));
  const tokenKeys = read(environment, 'TOKEN_KEYS', TokenKeys).map(({ kid, jwk, retiredAt }) => ({ kid, retiredAt: retiredAt ?? null, ...keyPair(kid, jwk) }));
  const [firstSeal, ...otherSeals] = read(environment, 'SEAL_KEYS', SealKeys);
  const [signingKey] = tokenKeys;
  if (signingKey === undefined || firstSeal === undefined) throw new Misconfigured('TOKEN_KEYS and SEAL_KEYS want at least one key each.');
  if (environment['WECHAT_OPEN_BASE'] !== undefined) readBase(environment, 'WECHAT_OPEN_BASE', WECHAT_OPEN_HOST, apps);
  return {
    apps: new Map(apps.map((app) => [app.appId, app])),
    signingKey: { kid: signingKey.kid, privateKey: signingKey.privateKey },
    verifyingKeys: new Map(tokenKeys.map(({ kid, publicKey, retiredAt }) => [kid, { publicKey, retiredAt }])),
    sealKeys: [firstSeal, ...otherSeals],
    indexKey: readIndexKey(environment['INDEX_KEY']),
    publicOrigin: readOrigin(environment['PUBLIC_ORIGIN']),
    limits: read(environment, 'LIMITS', LimitsSchema, '{}'),
    wechatApiBase: readBase(environment, 'WECHAT_API_BASE', WECHAT_API_HOST, apps),
    policyVersion: readPolicyVersion(environment['POLICY_VERSION']),
    operators: read(environment, 'OPERATOR_KEYS', OperatorKeys, '[]').map(({ caller, secret, retiredAt }) => ({ caller, secret, retiredAt: retiredAt ?? null })),
  };
}

function read<S extends v.GenericSchema>(environment: Environment, name: string, schema: S, preset?: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, parseJson(environment[name] ?? preset ?? ''));
  if (!parsed.success) throw new Misconfigured(`${name} is not as the configuration table says${place(parsed.issues)}.`);
  return parsed.output;
}

function place(issues: readonly v.BaseIssue<unknown>[]): string {
  const path = v.getDotPath(issues[0] as v.BaseIssue<unknown>);
  return path === null ? '' : ` (at ${path})`;
}

function parseJson(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return undefined; }
}

/** The two halves must belong together: what one signs, the other verifies. */
function keyPair(kid: string, jwk: { kty: string; crv: string; d: string; x: string; y: string }): { privateKey: KeyObject; publicKey: KeyObject } {
  try {
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    const publicKey = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, format: 'jwk' });
    if (verify('sha256', Buffer.from(kid), publicKey, sign('sha256', Buffer.from(kid), privateKey))) return { privateKey, publicKey };
  } catch {
    // not a key at all
  }
  throw new Misconfigured(`TOKEN_KEYS holds a jwk under ${kid} that is no key pair of P-256.`);
}

function readIndexKey(text: string | undefined): Buffer {
  const parsed = v.safeParse(SecretBytes, text);
  if (!parsed.success) throw new Misconfigured('INDEX_KEY wants base64url of at least 32 random bytes.');
  return parsed.output;
}

function readPolicyVersion(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (!v.is(PolicyVersion, text)) throw new Misconfigured('POLICY_VERSION wants the name of a version, such as 2026-11: 1–32 of A–Z a–z 0–9 . _ -');
  return text;
}

function readOrigin(text: string | undefined): string {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.origin !== text || !(url.protocol === 'https:' || isLoopback(url))) {
    throw new Misconfigured('PUBLIC_ORIGIN wants an https origin such as https://accounts.example.com, without a path.');
  }
  return url.origin;
}

function readBase(environment: Environment, name: string, host: string, apps: readonly AppSettings[]): string {
  const base = environment[name] ?? host;
  if (!isAllowedBase(base, host, apps.map((app) => app.appId))) throw new Misconfigured(`${name} is allowed only on loopback and with appids that begin wxfa4e; such appids want such a base.`);
  return base;
}

function brand(text: string): AppId {
  const app = appId(text);
  if (app === null) throw new Misconfigured('WECHAT_APPS holds an appid that is not one.');
  return app;
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** 32 bytes of a real generator hold far more than 16 different ones. */
function isRandom(text: string): boolean {
  return new Set(Buffer.from(text, 'base64url')).size >= 16;
}
