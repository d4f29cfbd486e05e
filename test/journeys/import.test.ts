// 120 people come from a uni-id export and a table of openids: tried, brought in, brought in again, and three of them sign in by their phones.
import type { FoundUser } from '../../contract/operator';
import { runImport, runUntil, withFile } from '../scripts/import/a-file';
import type { Ran, Report } from '../scripts/import/a-file';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { operated, operatorKey } from './a-life';

const [MINI, ACCOUNT, SITE, UNBOUND] = ['wxfa4e000000000001', 'wxfa4e000000000002', 'wxfa4e000000000003', 'wxfa4e000000000004'];
const APPS = ['--app', `mp-weixin=${MINI}`, '--app', `h5-weixin=${ACCOUNT}`];
interface Person { name: string; openids: Record<string, string>; unionids: Record<string, string> }

let world: Journey;
let people: Person[];
beforeAll(async () => { world = await startJourney(); });
beforeEach(async () => {
  await world.reset();
  for (let number = 1; number <= 120; number += 1) await world.control('POST', '/emulator/people', { name: `p${number}` });
  people = (await world.control<{ people: Person[] }>('GET', '/emulator/people')).people.filter(({ name }) => /^p\d+$/.test(name));
});
afterAll(() => world.stop());

/** As uni-id-co keeps them: every third without a unionid, every fourth with an account of the same user. */
function asUniIdUsers(some: Person[]): string {
  return some.map(({ name, openids, unionids }, index) => JSON.stringify({
    _id: { $oid: `62fa1b0000000000000000${String(index).padStart(2, '0')}` }, nickname: `uni-${name}`, mobile: `138${String(index).padStart(8, '0')}`, mobile_confirmed: index % 2, status: 0,
    wx_openid: { mp: openids[MINI], mp___UNI_1: openids[MINI], ...(index % 4 === 0 ? { h5: openids[ACCOUNT] } : {}) }, ...(index % 3 === 0 ? {} : { wx_unionid: unionids['op1'] }), register_date: { $date: 1_600_000_000_000 + index },
  })).join('\n');
}

/** A line for each app of hers, tied by her number. */
function asOpenids(some: Person[]): string {
  const lines = some.flatMap(({ name, openids, unionids }) => [MINI, SITE, UNBOUND].map((app = '') => `${app}, ${openids[app]} ,${app === UNBOUND ? '' : unionids['op1']},"table, ${name}",${name}`));
  return ['\uFEFFappid,openid,unionid,nickname,user', ...lines].join('\r\n');
}

const run = (table: string, text: string, ...args: string[]): Promise<Ran> => withFile(text, (file) => runImport([table, file, '--data', world.data, ...args]));
async function report(table: string, text: string, ...args: string[]): Promise<Report & { code: number | null }> {
  const { code, out, err } = await run(table, text, '--json', ...args);
  if (out === '') throw new Error(err);
  return { code, ...(JSON.parse(out) as Report) };
}
/** What an import may write to. */
async function standing(): Promise<unknown> {
  const { users = [], identities = [], unions = [] } = await world.database();
  return { users, identities, unions };
}
const count = async (): Promise<number[]> => { const { users = [], identities = [], unions = [] } = await world.database(); return [users.length, identities.length, unions.length]; };

test('[IM-19] 120 people of two tables are tried, brought in and brought in again; three of them are who they were when they sign in', async () => {
  const tables = [['uni-id-users', asUniIdUsers(people.slice(0, 60)), ...APPS], ['openids', asOpenids(people.slice(60))]] as const;
  const empty = await standing();
  for (const [table, text, ...args] of tables) expect(await report(table, text, '--dry-run', ...args)).toMatchObject({ code: 0, dryRun: true, users: 60, created: 60, conflicts: [] });
  expect(await standing()).toEqual(empty);
  for (const [table, text, ...args] of tables) expect(await report(table, text, ...args)).toMatchObject({ code: 0, dryRun: false, users: 60, created: 60, linked: 0, alreadyThere: 0, conflicts: [], skipped: [] });
  expect(await count()).toEqual([120, 60 + 15 + 180, 40 + 60]);
  const before = await standing();
  for (const [table, text, ...args] of tables) expect(await report(table, text, ...args)).toMatchObject({ code: 0, created: 0, linked: 0, alreadyThere: 60, conflicts: [] });
  expect(await standing()).toEqual(before);
  // p2 by an app that the file does not name, by her unionid; p61 by one without an open platform.
  for (const [name, app, nickname] of [['p1', MINI, 'uni-p1'], ['p2', UNBOUND, null], ['p3', MINI, 'uni-p3'], ['p61', MINI, 'table, p61'], ['p61', UNBOUND, 'table, p61']] as const) {
    const { isNew, user } = await world.signIn(name, { app: app ?? '' });
    expect([name, isNew, user.nickname]).toEqual([name, nickname === null, nickname]);
  }
  const [p61] = (await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { openId: people[60]?.openids[SITE ?? ''] ?? '' } })).users;
  expect(p61).toMatchObject({ nickname: 'table, p61', identities: expect.arrayContaining([expect.objectContaining({ appId: MINI, sessions: [expect.anything()] })]) });
  const [p2] = (await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { phone: '+8613800000001' } })).users;
  expect(p2).toMatchObject({ nickname: 'uni-p2', phone: '+86*******0001', createdAt: 1_600_000_000_001 });
}, 120_000);

test('[IM-17] the report names line, reason and six letters of an id, and never one in full; with conflicts the end is 1', async () => {
  const [one, two] = people;
  const text = ['appid,openid,user', `${MINI},${one?.openids[MINI ?? '']},a`, `${MINI},${two?.openids[MINI ?? '']},b`, `${SITE},${two?.openids[SITE ?? '']},b`, `wxfa4e0000000000ff,${one?.openids[SITE ?? '']},c`, `${UNBOUND},not an id,d`].join('\n');
  await run('openids', `appid,openid\n${SITE},${two?.openids[SITE ?? '']}\n${MINI},${two?.openids[MINI ?? '']}`);
  const before = await count();
  const { code, out, err } = await run('openids', text);
  expect([code, out.split('\n')]).toEqual([1, [
    '5 lines, 4 users: 1 created, 0 linked, 0 already there, 3 conflicts, 0 skipped.',
    `conflict, line 3: ${two?.openids[SITE ?? '']?.slice(0, 6)}… belongs to another user than the others of this row`,
    'conflict, line 5: wxfa4e0000000000ff is no app of WECHAT_APPS', 'conflict, line 6: not?an… is no openid: 1 to 128 of A-Z a-z 0-9 _ -', '',
  ]]);
  expect(err).toBe('4 of 4\n');
  expect(await count()).toEqual(before.map((each, index) => each + (index < 2 ? 1 : 0)));
  for (const id of [one, two].flatMap((person) => Object.values(person?.openids ?? {}))) expect(out + err).not.toContain(id);
});

test('[IM-17] what --print prints is what the console’s test button takes, and nobody is asked for it', async () => {
  const text = `appid,openid,nickname\n${MINI},${people[0]?.openids[MINI ?? '']},爱丽丝\n`;
  const before = await world.ledgerEnd();
  const { code, out } = await withFile(text, (file) => runImport(['openids', file, '--print'], { OPERATOR_KEY: Object.values(operatorKey(world)).join('.') }));
  expect([code, await world.ledgerEnd()]).toEqual([0, before]);
  expect(await world.testFunction('operator', JSON.parse(out) as object)).toMatchObject({ result: { ok: true, value: { outcomes: [{ line: 2, did: 'created', left: [] }] } } });
  expect(await world.signIn('p1')).toMatchObject({ isNew: false, user: { nickname: '爱丽丝' } });
});

test('[IM-17] a wrong key is forbidden; work that is cut says how far it came, and run again it ends the same', async () => {
  const text = asOpenids(people.slice(60, 90));
  const forbidden = await withFile(text, (file) => runImport(['openids', file, '--data', world.data], { OPERATOR_KEY: `local.${'A'.repeat(43)}` }));
  expect([forbidden.code, forbidden.err, await count()]).toEqual([2, expect.stringMatching(/forbidden.*Nothing was written/), [0, 0, 0]]);
  await world.setFault({ target: 'database', call: '*', nth: 150, kind: 'error', code: 'DATABASE_REQUEST_FAILED' });
  const cut = await run('openids', text);
  expect([cut.code, cut.out, cut.err]).toEqual([1, expect.stringMatching(/^90 lines, 30 users: [1-9]\d* created/), expect.stringMatching(/of 30 were done before.*Run it again/s)]);
  expect(await report('openids', text)).toMatchObject({ code: 0, conflicts: [] });
  expect(await count()).toEqual([30, 90, 30]);
});

test('[IM-24] a first call that fails may be half done, which is said; a trial run wrote nothing', async () => {
  const text = asOpenids(people.slice(0, 3));
  await world.setFault({ target: 'database', call: '*', nth: 4, kind: 'error', code: 'DATABASE_REQUEST_FAILED', times: 2 });
  const cut = await run('openids', text);
  expect([cut.code, cut.err]).toEqual([1, expect.stringMatching(/Nothing was done before; what was being done may be half done\. Run it again/)]);
  await world.control('DELETE', '/emulator/faults');
  await world.setFault({ target: 'database', call: '*', nth: 4, kind: 'error', code: 'DATABASE_REQUEST_FAILED', times: 2 });
  expect((await run('openids', text, '--dry-run')).err).toMatch(/Nothing was done before; nothing was written\. Run it again/);
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('[IM-24] ended by %s in the middle, it tells what it did where it still can, and run again it ends as if it had not been', async (signal) => {
  const text = `${asOpenids(people.slice(60, 100))}\r\n${MINI},not an id,,first,`.replace('\r\n', `\r\n${SITE},no id,,first,\r\n`);
  await world.holdDatabase(5);
  const ended = await withFile(text, (file) => runUntil(/^\d+ of \d+\n/, signal, ['openids', file, '--data', world.data]));
  await world.control('DELETE', '/emulator/faults');
  const [users = 0] = await count();
  expect(users).toBeGreaterThan(0);
  expect(users).toBeLessThan(40);
  if (signal === 'SIGKILL') expect([ended.code, ended.out]).toEqual([null, '']);
  else expect([ended.code, ended.out, ended.err]).toEqual([1, expect.stringMatching(new RegExp(`${users} created.*conflict, line 2: no\\?id`, 's')), expect.stringMatching(/Stopped: \d+ of 42 were done\. Run it again/)]);
  const again = await report('openids', text);
  expect(again).toMatchObject({ code: 1, conflicts: [{ line: 2 }, { line: 123 }] });
  // The call that a killed one had sent may still be at work.
  expect(signal === 'SIGKILL' ? again.created + again.linked + again.alreadyThere : [again.created, again.alreadyThere]).toEqual(signal === 'SIGKILL' ? 40 : [40 - users, users]);
  expect(await count()).toEqual([40, 120, 40]);
  const before = await standing();
  expect(await report('openids', text)).toMatchObject({ created: 0, linked: 0, alreadyThere: 40 });
  expect(await standing()).toEqual(before);
});

test('[IM-24] progress is a line for each hundredth of the way at most, and ends with all', async () => {
  const { err } = await run('openids', ['appid,openid', ...Array.from({ length: 4000 }, (_each, index) => `${UNBOUND},not an id ${index}`)].join('\n'), '--dry-run');
  const lines = err.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(100);
  expect([lines[0], lines.at(-1)]).toEqual([expect.stringMatching(/^[4-9]\d of 4000$/), '4000 of 4000']);
});
