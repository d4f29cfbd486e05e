// Linking by choice: a code from one live session, handed over in another.
import { ban } from '../../../auth/account/ban';
import type { UserId } from '../../../auth/ids';
import { finishLink, previewLink, startLink } from '../../../auth/merge/link';
import { codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { app, caller, enter, faultsOf } from './a-pair';
import { aWorld } from '../a-world';

const MINUTE = 60_000;
const start = (world: RuleWorld, name: string, n: number, accessToken: string) => startLink(world, app(n), caller(name, n, false), accessToken);
const finish = (world: RuleWorld, name: string, n: number, accessToken: string, linkCode: string) => finishLink(world, app(n), caller(name, n, false), { accessToken, linkCode });

/** Two users whom WeChat never tells to be one. */
async function twoSessions() {
  const world = aWorld();
  const first = granted(await enter(world, 'alice', 1, false));
  world.clock.advance(1000);
  const second = granted(await enter(world, 'alice', 2, false));
  return { world, first, second };
}

test('[MG10] a code from one session, handed over in another, makes one user of two, the older one, whichever way round', async () => {
  for (const isTurned of [false, true]) {
    const { world, first, second } = await twoSessions();
    const [from, to] = isTurned ? [second, first] : [first, second];
    const [a, b] = isTurned ? [2, 1] : [1, 2];
    const { linkCode, expiresAt } = granted(await start(world, 'alice', a, from.accessToken));
    expect([linkCode.length >= 22, expiresAt - world.clock.now()]).toEqual([true, 5 * MINUTE]);
    expect(granted(await finish(world, 'alice', b, to.accessToken, linkCode)).user.id).toBe(first.user.id);
    expect([...world.rows.identities.values()].map(({ userId }) => userId)).toEqual([first.user.id, first.user.id]);
    expect(granted(await enter(world, 'alice', 2, false)).user.id).toBe(first.user.id);
    expect(faultsOf(world)).toEqual([]);
  }
});

test('[REL-03] the same code from the same session again answers the same; of another person, or of no one, it is code-invalid', async () => {
  const { world, first, second } = await twoSessions();
  const { linkCode } = granted(await start(world, 'alice', 2, second.accessToken));
  const other = granted(await enter(world, 'bob', 3, false));
  expect(granted(await finish(world, 'alice', 1, first.accessToken, linkCode)).user.id).toBe(first.user.id);
  expect(granted(await finish(world, 'alice', 1, first.accessToken, linkCode)).user.id).toBe(first.user.id);
  expect(codeOf(await finish(world, 'bob', 3, other.accessToken, linkCode))).toBe('code-invalid');
  expect(codeOf(await finish(world, 'bob', 3, other.accessToken, 'no-such-code'))).toBe('code-invalid');
  expect(granted(await enter(world, 'bob', 3, false)).user.id).toBe(other.user.id);
});

test('[MG10] a code is good for five minutes, and its own user who hands it over is who she was', async () => {
  const { world, first, second } = await twoSessions();
  const { linkCode } = granted(await start(world, 'alice', 1, first.accessToken));
  expect(granted(await finish(world, 'alice', 1, first.accessToken, linkCode)).user.id).toBe(first.user.id);
  const late = granted(await start(world, 'alice', 1, first.accessToken)).linkCode;
  world.clock.advance(5 * MINUTE);
  expect(codeOf(await finish(world, 'alice', 2, second.accessToken, late))).toBe('code-invalid');
  expect([...world.rows.users.values()].map(({ status }) => status)).toEqual(['active', 'active']);
});

test('[SEC-60] linking wants a sign-in at most ten minutes old, on both sides', async () => {
  const { world, first, second } = await twoSessions();
  world.clock.advance(9 * MINUTE);
  const { linkCode } = granted(await start(world, 'alice', 1, first.accessToken));
  world.clock.advance(MINUTE + 1);
  expect(codeOf(await start(world, 'alice', 1, first.accessToken))).toBe('recent-sign-in-required');
  expect(codeOf(await finish(world, 'alice', 2, second.accessToken, linkCode))).toBe('recent-sign-in-required');
});

test('[MG6] a banned user is linked to nobody: link-conflict for the other, and nothing moves', async () => {
  const { world, first, second } = await twoSessions();
  const { linkCode } = granted(await start(world, 'alice', 1, first.accessToken));
  await ban(world, 'ops', first.user.id as UserId);
  expect(codeOf(await finish(world, 'alice', 2, second.accessToken, linkCode))).toBe('link-conflict');
  expect(world.rows.users.get(second.user.id as UserId)?.status).toBe('active');
});

test('[SEC-58] a code of a session that has ended since links nothing', async () => {
  const { world, first, second } = await twoSessions();
  const { linkCode } = granted(await start(world, 'alice', 1, first.accessToken));
  for (const identity of world.rows.identities.values()) if (identity.appId === app(1).appId) identity.sessions = [];
  expect(codeOf(await finish(world, 'alice', 2, second.accessToken, linkCode))).toBe('code-invalid');
});

test('[MG20] a code tells whose account it is before it is handed over, and is not used up by that', async () => {
  const { world, first, second } = await twoSessions();
  Object.assign(world.rows.users.get(first.user.id as UserId) ?? {}, { nickname: 'Alice', avatarUrl: 'https://a/b.png' });
  const { linkCode } = granted(await start(world, 'alice', 1, first.accessToken));
  const preview = (n: number, accessToken: string, code = linkCode) => previewLink(world, app(n), caller('alice', n, false), { accessToken, linkCode: code });
  const shown = { nickname: 'Alice', avatarUrl: 'https://a/b.png', kind: 'mini-program', appId: app(1).appId };
  expect([granted(await preview(2, second.accessToken)), granted(await preview(1, first.accessToken))]).toEqual([{ ...shown, isOwn: false }, { ...shown, isOwn: true }]);
  expect(codeOf(await preview(2, second.accessToken, 'x'.repeat(22)))).toBe('code-invalid');
  granted(await finish(world, 'alice', 2, second.accessToken, linkCode));
  const again = granted(await enter(world, 'alice', 2, false));
  expect(granted(await preview(2, again.accessToken)).isOwn).toBe(true);
  const third = granted(await enter(world, 'alice', 3, false));
  expect(codeOf(await preview(3, third.accessToken))).toBe('code-invalid');
  world.clock.advance(5 * MINUTE);
  expect(codeOf(await preview(2, again.accessToken))).toBe('code-invalid');
});
