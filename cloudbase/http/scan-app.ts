// The scan door's paths: one begins, one asks what came of it. Apart from the web door, since a page that waits must not keep others from signing in.
import type { Context, Hono } from 'hono';
import type { ScanInput } from '../../auth/scan/begin';
import type { Result } from '../../auth/result';
import type { ScanStarted, ScanState } from '../../contract/web';
import { orInternal } from '../triggers/door';
import { browserName } from './browser-name';
import { addressOf, prefixOf } from './client-address';
import { answered, closed, opened, posted } from './json-path';
import type { Noted } from './json-path';

export interface ScanActions {
  begin(input: ScanInput): Promise<Result<ScanStarted>>;
  poll(pollSecret: string): Promise<Result<ScanState>>;
}

export interface ScanSettings { allowedOrigins: readonly string[]; publicOrigin: string }

/** One for each invocation: `noted` is what its log line says. */
export function scanApp(settings: ScanSettings, load: () => Promise<ScanActions>, noted: Noted): Hono {
  const app = opened(settings, noted);
  app.post('/auth/scan', (context) => posted(context, 'scan', noted, async ({ challenge, app: appId = null, invite = null }) => (await load()).begin({
    challenge, app: appId, invite, site: siteOf(context, settings), address: addressOf(context), ipPrefix: prefixOf(context), browser: browserName(context.req.header('user-agent')),
  })));
  app.get('/auth/scan/:secret', (context) => answered(context, 'scan/poll', noted, orInternal(async () => (await load()).poll(context.req.param('secret')))));
  return closed(app, noted);
}

/** Of a page that no other site can speak for: browsers write Origin themselves. */
function siteOf(context: Context, { allowedOrigins, publicOrigin }: ScanSettings): string | null {
  const origin = context.req.header('origin') ?? null;
  return origin !== null && (origin === publicOrigin || allowedOrigins.includes(origin)) ? origin : null;
}
