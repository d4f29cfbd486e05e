// The variables functions are configured with: apps as they are now, secrets made once and kept.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { AppRecord, Shelf } from '../ports';
import type { ProjectFunction } from './project';

export interface Configuration {
  /** Variables of one function's process: those its configuration names, and every one given by `--env`. */
  variablesOf(definition: ProjectFunction, childId: string): Record<string, string>;
  /** `<caller>.<secret>` of the operator of this machine; null when the keys came from the command line. */
  operatorKey(): string | null;
  /** The same of a server of this machine. */
  serverKey(): string | null;
}

export interface ConfigurationOptions {
  shelf: Shelf;
  apps: () => AppRecord[];
  port: () => number;
  /** From the command line; they win. */
  given: Record<string, string>;
}

const SECRET_BYTES = 32;
const LOCAL_CALLER = 'local';

export function openConfiguration({ shelf, apps, port, given }: ConfigurationOptions): Configuration {
  const secrets = {
    TOKEN_KEYS: () => kept(shelf, 'secret/token-keys', newTokenKeys),
    SEAL_KEYS: () => kept(shelf, 'secret/seal-keys', () => JSON.stringify([{ kid: newKid(), secret: newSecret() }])),
    INDEX_KEY: () => kept(shelf, 'secret/index-key', newSecret),
    OPERATOR_KEYS: () => keysOf('secret/operator-key'),
    SERVER_KEYS: () => keysOf('secret/server-key'),
  };
  function keysOf(key: string): string {
    return JSON.stringify([{ caller: LOCAL_CALLER, secret: kept(shelf, key, newSecret) }]);
  }
  function ownKey(variable: string, key: string): string | null {
    return given[variable] === undefined ? `${LOCAL_CALLER}.${kept(shelf, key, newSecret)}` : null;
  }
  return {
    operatorKey: () => ownKey('OPERATOR_KEYS', 'secret/operator-key'),
    serverKey: () => ownKey('SERVER_KEYS', 'secret/server-key'),
    variablesOf(definition, childId) {
      const loopback = `http://127.0.0.1:${port()}`;
      const all: Record<string, () => string> = {
        ...secrets,
        WECHAT_APPS: () => JSON.stringify(apps().map(({ appid, kind, secret, openPlatform }) => ({ appid, kind, secret, openPlatform }))),
        PUBLIC_ORIGIN: () => `http://service.localhost:${port()}`,
        RETURN_TO: () => JSON.stringify([`http://site.localhost:${port()}/`]),
        ALLOWED_ORIGINS: () => JSON.stringify([`http://site.localhost:${port()}`]),
        // One base per process ties a call of WeChat to its invocation.
        WECHAT_API_BASE: () => `${loopback}/api.weixin.qq.com/@${childId}`,
        // Browsers go there: it is the host that counts, and no call of a function.
        WECHAT_OPEN_BASE: () => `http://open.weixin.qq.com.localhost:${port()}`,
      };
      const configured = definition.environmentNames.flatMap((name) => (all[name] ? [[name, all[name]()]] : []));
      return { ...Object.fromEntries(configured), ...given };
    },
  };
}

function kept(shelf: Shelf, key: string, make: () => string): string {
  const known = shelf.get(key);
  if (typeof known === 'string') return known;
  const made = make();
  shelf.put(key, made);
  return made;
}

function newKid(): string {
  return randomBytes(6).toString('base64url');
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function newTokenKeys(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return JSON.stringify([{ kid: newKid(), jwk: privateKey.export({ format: 'jwk' }) }]);
}
