// Reads the functions' environment once, and refuses what could not be safe (SEC-15, SEC-29, SEC-77).
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import type { AppId } from '../auth/ids';
import type { OperatorSecret } from '../auth/account/authorise';
import type { AppSettings } from '../auth/ports';
import { Kid, Misconfigured, SecretBytes, isRandom, isUnique, read, readApps, readBase, readCallers, readSealKeys } from './environment';
import type { Environment } from './environment';
import type { SealKey } from './secrets';
import { WECHAT_API_HOST, isLoopback } from './wechat-base';
import type { SigningKey, VerifyingKeys } from '../auth/keys';
import type { Limits } from '../auth/session/rate';

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
  /** The app's own function that hears of merged users; null: none. */
  mergeHook: string | null;
}

const Coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const Jwk = v.looseObject({ kty: v.literal('EC'), crv: v.literal('P-256'), d: v.pipe(Coordinate, v.check(isRandom)), x: Coordinate, y: Coordinate });
const TokenKeys = v.pipe(
  v.array(v.strictObject({ kid: Kid, jwk: Jwk, retiredAt: v.optional(v.number()) })),
  v.minLength(1), v.check((keys) => isUnique(keys.map(({ kid }) => kid)), 'each kid once'), v.check((keys) => keys[0]?.retiredAt === undefined, 'the first key signs, so it is not retired'),
);
const PolicyVersion = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,32}$/));
const count = (preset: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), preset);
const LimitsSchema = v.strictObject({
  signInPerMinute: count(20), renewPerMinute: count(30), phonePerDay: count(5), decryptFailuresPer10Minutes: count(5), phonePerAppPerDay: count(1000), statePerMinute: count(60), scansOpen: count(20),
});

/** @throws Misconfigured */
export function readConfiguration(environment: Environment): Configuration {
  const apps = readApps(environment);
  const tokenKeys = read(environment, 'TOKEN_KEYS', TokenKeys).map(({ kid, jwk, retiredAt }) => ({ kid, retiredAt: retiredAt ?? null, ...keyPair(kid, jwk) }));
  const [signingKey] = tokenKeys;
  if (signingKey === undefined) throw new Misconfigured('TOKEN_KEYS wants at least one key.');
  return {
    apps: new Map(apps.map((app) => [app.appId, app])),
    signingKey: { kid: signingKey.kid, privateKey: signingKey.privateKey },
    verifyingKeys: new Map(tokenKeys.map(({ kid, publicKey, retiredAt }) => [kid, { publicKey, retiredAt }])),
    sealKeys: readSealKeys(environment),
    indexKey: readIndexKey(environment['INDEX_KEY']),
    publicOrigin: readOrigin(environment['PUBLIC_ORIGIN']),
    limits: read(environment, 'LIMITS', LimitsSchema, '{}'),
    wechatApiBase: readBase(environment, 'WECHAT_API_BASE', WECHAT_API_HOST, apps),
    policyVersion: readPolicyVersion(environment['POLICY_VERSION']),
    mergeHook: readFunctionName(environment['MERGE_HOOK']),
    operators: readCallers(environment, 'OPERATOR_KEYS').map(({ secret, ...named }) => ({ ...named, secret: Buffer.from(secret, 'base64url') })),
  };
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

function readFunctionName(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (!/^[A-Za-z][A-Za-z0-9_-]{1,59}$/.test(text)) throw new Misconfigured('MERGE_HOOK wants the name of a cloud function, such as on-merge.');
  return text;
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
