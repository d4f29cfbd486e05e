// The events that an import sends: each is what the door takes, and together they hold every row once.
import * as v from 'valibot';
import { isWithinLimits } from '../../../cloudbase/requests/limits';
import { operatorRequests } from '../../../cloudbase/requests/operator';
import { readTable } from './a-file';

const line = (user: number, app: number, more: string) => `wxfa4e00000000000${app},oFAKE_${user}_${app},uFAKE_${user},${user},${more}`;

test('[IM-7] whatever the rows are like, each event is within the door’s limits and of its shape, and no row is lost', async () => {
  const users = Array.from({ length: 150 }, (_each, index) => index);
  const apps = (user: number) => Array.from({ length: user === 77 ? 9 : 1 + (user % 4) }, (_each, index) => index + 1);
  const more = (user: number) => (user % 3 === 0 ? `${'爱'.repeat(400)},https://example.com/${'a'.repeat(3000)},${'1'.repeat(100)},1660000000` : ',,,');
  const { events, rows } = await readTable('openids', ['appid,openid,unionid,user,nickname,avatar_url,phone,registered_at', ...users.flatMap((user) => apps(user).map((app) => line(user, app, more(user))))].join('\n'), '--dry-run');
  expect(rows.map(({ identities }) => identities.length)).toEqual(users.map((user) => apps(user).length));
  for (const event of events) {
    expect([isWithinLimits(event), v.safeParse(operatorRequests.import, event).success]).toEqual([true, true]);
    expect(event).toMatchObject({ action: 'import', caller: 'test', secret: 'c2VjcmV0', dryRun: true });
  }
  expect(events.length).toBeLessThan(30);
});

test('[IM-7] the door takes 40 of the smallest rows at once, and refuses one more, one without an identity and one with a field of its own', async () => {
  const rows = (count: number, change: object = {}) => Array.from({ length: count }, (_each, index) => ({ line: index + 1, identities: [{ appId: 'a', openId: 'o' }], ...change }));
  const takes = (some: object[]) => v.safeParse(operatorRequests.import, { action: 'import', caller: 'c', secret: 's', dryRun: false, rows: some }).success;
  expect([takes(rows(40)), takes(rows(41)), takes([]), takes(rows(1, { identities: [] })), takes(rows(1, { status: 'active' })), takes(rows(1, { nickname: 'x'.repeat(513) }))]).toEqual([true, false, false, false, false, false]);
});
