// What the centre's tests need of WeChat: both token endpoints with their overlap, their forced renewals and their failures; counts every call.
import type { Fetched } from '../../../auth/app-token/ports';

export interface FakeWeChat {
  ask(app: string, endpoint: 'stable_token' | 'token', isForced: boolean): Promise<Fetched>;
  /** Whether a call with this token would be let through now. */
  accepts(value: string): boolean;
  /** Somebody else voids the stable token out of turn. */
  forceBehind(app: string): void;
  /** What the next calls answer instead; `hang` never answers, unless released. */
  next: (Fetched | 'hang' | 'hang-then-work')[];
  /** Ends those that hang: they do the work now. */
  release(): void;
  down: boolean;
  calls: { normal: number; forced: number };
  lifetimeSeconds: number;
  /** Milliseconds from the work to the answer. */
  answersAfter: number;
}

interface Token { value: string; app: string; expiresAt: number }
interface World { now(): number; pause(milliseconds: number): Promise<void>; lifetimeSeconds: number; tokenLength: number }

const OVERLAP = 300_000;
export const DOWN: Fetched = { kind: 'failed', code: 'wechat-unavailable', reason: 'WeChat could not be reached.', remedy: null };

export function aWeChat({ now, pause, lifetimeSeconds, tokenLength }: World): FakeWeChat {
  let made = 0;
  const living: Token[] = [];
  const hanging: (() => void)[] = [];
  const newest = new Map<string, Token>();
  let lastForced = Number.NEGATIVE_INFINITY;

  function make(app: string): Token {
    made += 1;
    const token = { value: `85_FAKE_${made}_`.padEnd(tokenLength, 'x'), app, expiresAt: now() + wechat.lifetimeSeconds * 1000 };
    living.push(token);
    return token;
  }
  function stable(app: string, isForced: boolean): Token {
    const held = newest.get(`stable:${app}`);
    const mayForce = isForced && now() - lastForced >= 30_000;
    if (held !== undefined && !mayForce && held.expiresAt - now() > OVERLAP) return held;
    if (mayForce) { lastForced = now(); forget(held); }
    const token = make(app);
    newest.set(`stable:${app}`, token);
    return token;
  }
  function plain(app: string): Token {
    const former = newest.get(`plain:${app}`);
    if (former !== undefined) former.expiresAt = Math.min(former.expiresAt, now() + OVERLAP);
    const token = make(app);
    newest.set(`plain:${app}`, token);
    return token;
  }
  function forget(token: Token | undefined): void {
    if (token !== undefined) token.expiresAt = now();
  }
  const wechat: FakeWeChat = {
    next: [], down: false, calls: { normal: 0, forced: 0 }, lifetimeSeconds, answersAfter: 120,
    async ask(app, endpoint, isForced) {
      wechat.calls[isForced ? 'forced' : 'normal'] += 1;
      const instead = wechat.next.shift() ?? (wechat.down ? DOWN : null);
      if (instead === 'hang' || instead === 'hang-then-work') await new Promise<void>((resolve) => { hanging.push(resolve); });
      if (instead !== null && typeof instead === 'object') {
        await pause(wechat.answersAfter);
        return instead;
      }
      const { answersAfter } = wechat;
      const token = endpoint === 'stable_token' ? stable(app, isForced) : plain(app);
      const answer: Fetched = { kind: 'issued', value: token.value, expiresInSeconds: Math.max(1, Math.floor((token.expiresAt - now()) / 1000)) };
      if (instead === null) await pause(answersAfter);
      return answer;
    },
    accepts: (value) => living.some((token) => token.value === value && now() < token.expiresAt),
    forceBehind(app) { forget(newest.get(`stable:${app}`)); newest.set(`stable:${app}`, make(app)); },
    release() { for (const wake of hanging.splice(0)) wake(); },
  };
  return wechat;
}
