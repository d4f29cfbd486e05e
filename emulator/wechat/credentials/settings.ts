// What can be set about an app's credentials: how long they live, how long they are, and who may fetch them.
import { isIPv4 } from 'node:net';
import type { Shelf } from '../../ports';
import { SHELF_PREFIX } from '../state';

const PREFIX = `${SHELF_PREFIX}credential-settings/`;
const LONGEST_LIFETIME_SECONDS = 7200;
const [SHORTEST_TOKEN, LONGEST_TOKEN] = [32, 4096];

export interface TokenSettings {
  /** Of tokens and tickets handed out from now on. */
  lifetimeSeconds: number;
  /** Characters of tokens handed out from now on. */
  tokenLength: number;
  /** Null: there is no list. An empty one refuses everyone. */
  ipWhitelist: string[] | null;
  secretFrozen: boolean;
}

export interface SettingsStore {
  of(appid: string): TokenSettings;
  /** What is left out stays. @throws TypeError */
  change(appid: string, change: Partial<TokenSettings>): void;
}

/** WeChat requires a list of official accounts; here nothing has to be set up first. */
const AT_FIRST: TokenSettings = { lifetimeSeconds: LONGEST_LIFETIME_SECONDS, tokenLength: 136, ipWhitelist: null, secretFrozen: false };

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The rule that a change breaks, or null. */
function brokenRule({ lifetimeSeconds = 1, tokenLength = SHORTEST_TOKEN, ipWhitelist = null }: Partial<TokenSettings>): string | null {
  if (!isWithin(lifetimeSeconds, 1, LONGEST_LIFETIME_SECONDS)) return `lifetimeSeconds is a whole number from 1 to ${LONGEST_LIFETIME_SECONDS}`;
  if (!isWithin(tokenLength, SHORTEST_TOKEN, LONGEST_TOKEN)) return `tokenLength is a whole number from ${SHORTEST_TOKEN} to ${LONGEST_TOKEN}`;
  if (ipWhitelist?.every(isIPv4) === false) return 'ipWhitelist holds IPv4 addresses, or is null';
  return null;
}

export function openSettings(shelf: Shelf): SettingsStore {
  function of(appid: string): TokenSettings {
    return { ...AT_FIRST, ...(shelf.get(PREFIX + appid) as Partial<TokenSettings> | undefined) };
  }
  return {
    of,
    change(appid, change) {
      const rule = brokenRule(change);
      if (rule !== null) throw new TypeError(rule);
      shelf.put(PREFIX + appid, { ...of(appid), ...change });
    },
  };
}
