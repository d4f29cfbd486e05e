// Permits to upload one file, as the cloud signs them: for one path, for a while.
import { randomBytes } from 'node:crypto';
import type { Clock, Spared } from '../../ports';

/** Whose upload it is. */
export interface Uploader extends Spared {
  invocation: string | null;
  person: string | null;
  app: string | null;
  device: string | null;
  /** SIGKILL of the process that asked; null when none is known. */
  kill: (() => void) | null;
}

export interface Permits {
  /** What the upload carries as `authorization`. */
  issue(path: string, uploader: Uploader): string;
  /** Null when it is none of ours, for another path, or too old. */
  check(authorization: string, path: string): Uploader | null;
  clear(): void;
}

const LIFETIME = 15 * 60_000;

export function openPermits(clock: Clock): Permits {
  const permits = new Map<string, { path: string; uploader: Uploader; issuedAt: number }>();
  const isFresh = ({ issuedAt }: { issuedAt: number }) => Math.abs(clock.now() - issuedAt) < LIFETIME;
  return {
    issue(path, uploader) {
      for (const [old, permit] of permits) if (!isFresh(permit)) permits.delete(old);
      const authorization = `local-upload-${randomBytes(24).toString('base64url')}`;
      permits.set(authorization, { path, uploader, issuedAt: clock.now() });
      return authorization;
    },
    check(authorization, path) {
      const permit = permits.get(authorization);
      return permit && permit.path === path && isFresh(permit) ? permit.uploader : null;
    },
    clear: () => permits.clear(),
  };
}
