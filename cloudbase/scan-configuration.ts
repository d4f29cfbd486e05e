// Reads what the scan door alone needs of the environment: which pages may ask, and which page of the mini program a code opens.
import * as v from 'valibot';
import { read } from './environment';
import type { Environment } from './environment';
import { readOrigins } from './web-configuration';

export interface ScanConfiguration { allowedOrigins: readonly string[]; code: { page: string; env_version: 'release' | 'trial' | 'develop'; check_path: boolean } }

const Page = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'as in app.json, with no slash before it and no query'));
const ScanCode = v.strictObject({
  page: v.optional(Page, 'pages/scan/scan'), env_version: v.optional(v.picklist(['release', 'trial', 'develop']), 'release'), check_path: v.optional(v.boolean(), true),
});

/** @throws Misconfigured */
export function readScanConfiguration(environment: Environment): ScanConfiguration {
  return { allowedOrigins: readOrigins(environment), code: read(environment, 'SCAN_CODE', ScanCode, '{}') };
}
