// Plain tables of openids: CSV as spreadsheets write it, and JSON to a line.
import { readTable, runImport, withFile } from './a-file';

const MINI = 'wxfa4e000000000001';
const read = (text: string) => readTable('openids', text);

test('[IM-4] CSV: quotes, commas and line breaks within, CRLF, a byte order mark, blanks around ids, empty lines', async () => {
  const { rows, report } = await read(`\uFEFFappid, openid ,unionid,nickname,avatar_url,phone,registered_at\r\n${MINI}, oFAKE_alice ,uFAKE_alice,"A ""quoted"", name\r\nin two lines",https://example.com/a.png,13800000001,2022-08-09T07:06:40+08:00\r\n\r\n${MINI},oFAKE_bob,,,,,`);
  expect(rows).toEqual([
    { line: 2, identities: [{ appId: MINI, openId: 'oFAKE_alice', unionId: 'uFAKE_alice' }], nickname: 'A "quoted", name\r\nin two lines', avatarUrl: 'https://example.com/a.png', phone: '13800000001', registeredAt: 1660000000000 },
    { line: 5, identities: [{ appId: MINI, openId: 'oFAKE_bob' }] },
  ]);
  expect(report).toMatchObject({ lines: 2, users: 2, conflicts: [], left: [] });
});

test.each([
  ['1660000000', 1660000000000], ['1660000000123', 1660000000123], ['2022-08-09', 1659974400000], ['2022-08-09 07:06:40', 1660000000000], ['2022-08-08T23:06:40Z', 1660000000000], ['August 9', undefined], ['-5', undefined],
])('[IM-4] %s is a moment: without a zone it is China’s, and what is none is told', async (text, at) => {
  const { rows, report } = await read(`appid,openid,registered_at\n${MINI},oFAKE_alice,${text}\n`);
  expect([rows[0]?.registeredAt, report.left]).toEqual([at, at === undefined ? [{ line: 2, what: ['registeredAt'] }] : []]);
});

test('[IM-4] lines of one user, of one unionid or of one identity are one row, with what the first of them says and since the earliest', async () => {
  const { rows } = await read([
    'appid,kind,openid,unionid,nickname,user,registered_at', `${MINI},mini-program,oFAKE_a1,,,7,1660000000`, 'wxfa4e000000000002,,oFAKE_a2,,alice,7,1650000000', 'wxfa4e000000000004,,oFAKE_a3,,other,7,',
    `${MINI},,oFAKE_b1,uFAKE_b,bob,,`, 'wxfa4e000000000003,,oFAKE_b3,uFAKE_b,,,', `${MINI},,oFAKE_c,,,,`, `${MINI},,oFAKE_c,,carol,,`,
  ].join('\n'));
  expect(rows).toEqual([
    { line: 2, identities: [{ appId: MINI, kind: 'mini-program', openId: 'oFAKE_a1' }, { appId: 'wxfa4e000000000002', openId: 'oFAKE_a2' }, { appId: 'wxfa4e000000000004', openId: 'oFAKE_a3' }], nickname: 'alice', registeredAt: 1650000000000 },
    { line: 5, identities: [{ appId: MINI, openId: 'oFAKE_b1', unionId: 'uFAKE_b' }, { appId: 'wxfa4e000000000003', openId: 'oFAKE_b3', unionId: 'uFAKE_b' }], nickname: 'bob' },
    { line: 7, identities: [{ appId: MINI, openId: 'oFAKE_c' }], nickname: 'carol' },
  ]);
});

test('[IM-4] JSON to a line and a JSON array are read as the CSV is; a line without an openid is skipped', async () => {
  const line = `{"appid":"${MINI}","openid":"oFAKE_alice","user":7,"registered_at":1660000000000}`;
  const row = { line: 1, identities: [{ appId: MINI, openId: 'oFAKE_alice' }], registeredAt: 1660000000000 };
  expect((await read(`${line}\n`)).rows).toEqual([row]);
  expect((await read(`[${line}]`)).rows).toEqual([row]);
  expect((await read(`appid,openid\n${MINI},\n`)).report).toMatchObject({ users: 0, skipped: [{ line: 2, why: 'has no openid' }] });
});

test('[IM-5] lines that call one person by two names are conflicts, also where a line without a name ties them together', async () => {
  const { code, rows, report } = await read(['appid,openid,unionid,user', `${MINI},oFAKE_a,,1`, `${MINI},oFAKE_a,uFAKE_a,`, 'wxfa4e000000000003,oFAKE_b,uFAKE_a,2', `${MINI},oFAKE_c,,3`, 'wxfa4e000000000004,oFAKE_d,,2'].join('\n'));
  expect([code, rows.map(({ line }) => line), report.conflicts.map(({ line, what, lines }) => [line, what, lines])]).toEqual([
    1, [5], [[2, 'oFAKE_…', [3]], [3, 'oFAKE_…', [2]], [4, 'uFAKE_…', [3]], [6, '2', undefined]],
  ]);
  expect(report.conflicts.at(-1)?.sentence).toBe('2 is a user of whom another line is in conflict');
});

test('[IM-5] what the door would refuse a whole batch for is a conflict of its own line', async () => {
  const { rows, report } = await read([
    'appid,kind,openid,unionid,user', `${MINI},,${'o'.repeat(129)},,`, `${MINI},,oFAKE_b,${'u'.repeat(129)},`, `${'w'.repeat(129)},,oFAKE_c,,`, `${MINI},app,oFAKE_d,,`,
    ...Array.from({ length: 21 }, (_each, index) => `${MINI},,oFAKE_many_${index},,9`), `${MINI},,oFAKE_e,,`,
  ].join('\n'));
  expect([rows.map(({ line }) => line), report.conflicts.map(({ line, why }) => [line, why])]).toEqual([[27], [[2, 'malformed-openid'], [3, 'malformed-unionid'], [4, 'malformed-appid'], [5, 'other-kind'], [6, 'too-many-identities']]]);
});

test.each([
  ['openids', 'appid,openid\n"wx', 'Line 2 is no CSV'], ['openids', `appid,openid\n${MINI},o"x`, 'Line 2 is no CSV'], ['openids', `appid,openid\n${MINI}\n`, 'Line 2 has more or fewer cells than the header, which has 2'],
  ['openids', '', 'The file is empty'], ['openids', `appid,openid,openid\n${MINI},a,b`, 'twice'], ['openids', `appid,openid,email\n${MINI},a,b`, '"email" is no column'], ['openids', 'appid\nx', 'has no appid or no openid'],
  ['openids', '{"appid":"x","openid":"y"}\n{', 'Line 2 is no JSON'], ['openids', '[1]', 'Document 1 is no JSON object'],
])('[IM-6] %s of %j cannot be read: it is said where, and nobody is asked', async (table, text, sentence) => {
  const { code, out, err } = await withFile(text, (file) => runImport([table, file, '--print'], { OPERATOR_KEY: 'test.c2VjcmV0' }));
  expect([code, out, err]).toEqual([2, '', expect.stringContaining(sentence)]);
});

test.each([
  [[]], [['users', 'FILE']], [['openids']], [['openids', 'FILE', 'more']], [['openids', '/no/such/file']], [['openids', 'FILE', '--app', `mp=${MINI}`]], [['uni-id-users', 'FILE']], [['uni-id-users', 'FILE', '--app', 'mp-weixin']],
  [['uni-id-users', 'FILE', '--app', 'mp-weixin=wx1']], [['uni-id-users', 'FILE', '--app', `app-weixin=${MINI}`]], [['uni-id-users', 'FILE', '--app', `qq=${MINI}`]], [['uni-id-users', 'FILE', '--app', `mp=${MINI}`, '--app', `mp-weixin=${MINI}`]],
  [['openids', 'FILE', '--dry']], [['openids', 'FILE', '--data', '/no/such/folder']],
])('[IM-6] %j is answered with how to use it, and 2', async (args) => {
  const { code, out, err } = await withFile(`appid,openid\n${MINI},oFAKE_alice\n`, (file) => runImport(args.map((each) => (each === 'FILE' ? file : each))));
  expect([code, out, err]).toEqual([2, '', expect.stringContaining('npm run import -- openids <file>')]);
});
