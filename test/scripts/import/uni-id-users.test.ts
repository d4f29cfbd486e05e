// Exports of uni-id-users, written out as uni-id-co, uni-id before it and the consoles write them.
import { readTable } from './a-file';

const MINI = 'wxfa4e000000000001';
const ACCOUNT = 'wxfa4e000000000002';
const SITE = 'wxfa4e000000000003';
const APPS = ['--app', `mp-weixin=${MINI}`, '--app', `h5-weixin=${ACCOUNT}`, '--app', `web-weixin=${SITE}`];
const read = (documents: object[], ...args: string[]) => readTable('uni-id-users', JSON.stringify(documents), ...(args.length > 0 ? args : APPS));

const OF_UNI_ID_CO = `{"_id":{"$oid":"62fa1b0000000000000000a1"},"nickname":"爱丽丝 😀","gender":0,"mobile":"13800000001","mobile_confirmed":1,"avatar_file":{"name":"a.png","extname":"png","url":"https://example.com/a.png"},"wx_openid":{"mp":" oFAKE_alice ","mp___UNI_1":"oFAKE_alice","h5":"oFAKE_alice_h5"},"wx_unionid":"uFAKE_alice\\t","status":0,"register_date":{"$date":{"$numberLong":"1660000000123"}},"token":["t"]}
`;
const OF_UNI_ID = `{"_id":"62fa1b0000000000000000b2","nickname":"bob","avatar":"https://example.com/b.png","wx_openid":{"mp-weixin":"oFAKE_bob","web-weixin":"oFAKE_bob_web"},"status":{"$numberInt":"1"},"register_date":1590000000000}\r
`;

test('[IM-1] one document to a line, of uni-id-co and of uni-id before it: extended JSON is unwrapped, ids are trimmed', async () => {
  const { code, rows, report } = await readTable('uni-id-users', `\uFEFF${OF_UNI_ID_CO}\n${OF_UNI_ID}`, ...APPS);
  expect(rows).toEqual([
    {
      line: 1, nickname: '爱丽丝 😀', avatarUrl: 'https://example.com/a.png', phone: '13800000001', registeredAt: 1660000000123,
      identities: [{ appId: MINI, kind: 'mini-program', openId: 'oFAKE_alice', unionId: 'uFAKE_alice' }, { appId: ACCOUNT, kind: 'official-account', openId: 'oFAKE_alice_h5', unionId: 'uFAKE_alice' }],
    },
    {
      line: 3, nickname: 'bob', avatarUrl: 'https://example.com/b.png', banned: true, registeredAt: 1590000000000,
      identities: [{ appId: MINI, kind: 'mini-program', openId: 'oFAKE_bob' }, { appId: SITE, kind: 'website', openId: 'oFAKE_bob_web' }],
    },
  ]);
  expect([code, report]).toEqual([0, { dryRun: false, unit: 'line', lines: 2, users: 2, created: 0, linked: 0, alreadyThere: 0, conflicts: [], skipped: [], left: [], unmapped: {} }]);
});

test('[IM-1] a JSON array is counted by document, and a date as text is a moment', async () => {
  const { rows, report } = await read([{ _id: '1', wx_openid: { mp: 'oFAKE_alice' }, register_date: { $date: '2022-08-08T23:06:40.123Z' } }, { _id: '2', wx_openid: { mp: 'oFAKE_bob' }, register_date: 'some time' }]);
  expect(rows).toEqual([
    { line: 1, identities: [{ appId: MINI, kind: 'mini-program', openId: 'oFAKE_alice' }], registeredAt: 1660000000123 },
    { line: 2, identities: [{ appId: MINI, kind: 'mini-program', openId: 'oFAKE_bob' }] },
  ]);
  expect([report.unit, report.left]).toEqual(['document', [{ line: 2, what: ['registeredAt'] }]]);
});

test('[IM-2] a platform that no --app names, and native apps, are left out and counted', async () => {
  const { rows, report } = await read([
    { _id: '1', wx_openid: { mp: 'oFAKE_alice', app: 'oFAKE_native', 'app-plus': 'oFAKE_native', h5: 'oFAKE_h5', web: '' } }, { _id: '2', wx_openid: { h5: 'oFAKE_h5_too' } }, { _id: '3', wx_openid: { mp: 'oFAKE_bob', web: 'oFAKE_bob' } },
  ], '--app', `mp=${MINI}`);
  expect(rows.map(({ line, identities }) => [line, identities])).toEqual([[1, [{ appId: MINI, kind: 'mini-program', openId: 'oFAKE_alice' }]], [3, [{ appId: MINI, kind: 'mini-program', openId: 'oFAKE_bob' }]]]);
  expect(report.unmapped).toEqual({ 'app-weixin': 2, 'h5-weixin': 2, 'web-weixin': 1 });
  expect(report.skipped).toEqual([{ line: 2, why: 'has openids only of platforms without an app' }]);
});

test('[IM-2] several mini programs of one table are told apart by the DCloud appid behind the platform', async () => {
  const documents = [{ _id: '1', wx_openid: { mp: 'oFAKE_one', mp___UNI_1: 'oFAKE_one', mp___UNI_2: 'oFAKE_two', mp___UNI_3: 'oFAKE_three' } }];
  const { rows, report } = await read(documents, '--app', `mp-weixin___UNI_1=${MINI}`, '--app', 'mp-weixin___UNI_2=wxfa4e000000000004');
  expect(rows[0]?.identities.map(({ appId, openId }) => [appId, openId])).toEqual([[MINI, 'oFAKE_one'], ['wxfa4e000000000004', 'oFAKE_two']]);
  expect(report.unmapped).toEqual({ 'mp-weixin___UNI_3': 1 });
});

test('[IM-2] an openid as one text belongs to the app that is named for it, and to none otherwise', async () => {
  const documents = [{ _id: '1', wx_openid: 'oFAKE_alice' }];
  expect((await read(documents)).report).toMatchObject({ users: 0, unmapped: { wx_openid: 1 } });
  expect((await read(documents, '--app', `wx_openid=${MINI}`)).rows).toEqual([{ line: 1, identities: [{ appId: MINI, openId: 'oFAKE_alice' }] }]);
});

test('[IM-3] banned is 1; who waits, was refused, is closed, has another state or no openid is skipped with the reason', async () => {
  const { rows, report } = await read([...[0, 1, 2, 3, 4, 5].map((status) => ({ _id: `${status}`, status, wx_openid: { mp: `oFAKE_${status}` } })), { _id: '6' }, { _id: '7', wx_openid: {} }, { _id: '8', wx_openid: { mp: 'oFAKE_8' } }]);
  expect(rows.map(({ line, banned = false }) => [line, banned])).toEqual([[1, false], [2, true], [9, false]]);
  expect(report.skipped).toEqual([
    { line: 3, why: 'waits for an audit there' }, { line: 4, why: 'was refused by an audit there' }, { line: 5, why: 'was closed there' }, { line: 6, why: 'has a status that is not known: 5' },
    { line: 7, why: 'has no openid of WeChat' }, { line: 8, why: 'has no openid of WeChat' },
  ]);
});

test('[IM-3] a number that was not confirmed there is left out, which is told', async () => {
  const { rows, report } = await read([1, 0, undefined].map((mobile_confirmed, index) => ({ _id: `${index}`, mobile: '13800000001', mobile_confirmed, wx_openid: { mp: `oFAKE_${index}` } })));
  expect(rows.map(({ phone }) => phone)).toEqual(['13800000001', undefined, undefined]);
  expect(report.left).toEqual([{ line: 2, what: ['unconfirmedPhone'] }, { line: 3, what: ['unconfirmedPhone'] }]);
});

test('[IM-5] two users of a table with one openid or one unionid are both conflicts, told with each other’s line; the rest goes on', async () => {
  const { code, rows, report } = await read([
    { _id: '1', wx_openid: { mp: 'oFAKE_alice_1' }, wx_unionid: 'uFAKE_alice' }, { _id: '2', wx_openid: { mp: 'oFAKE_bob' } }, { _id: '3', wx_openid: { h5: 'oFAKE_alice_h5' }, wx_unionid: 'uFAKE_alice' },
    { _id: '4', wx_openid: { mp: 'oFAKE_carol' } }, { _id: '5', wx_openid: { mp: 'oFAKE_carol' }, status: 1 }, { _id: '2', wx_openid: { mp: 'oFAKE_bob' } },
  ]);
  expect(rows.map(({ line }) => line)).toEqual([2]);
  expect(report.conflicts.map(({ line, why, what, lines }) => [line, why, what, lines])).toEqual([
    [1, 'claimed-twice', 'uFAKE_…', [3]], [3, 'claimed-twice', 'uFAKE_…', [1]], [4, 'claimed-twice', 'oFAKE_…', [5]], [5, 'claimed-twice', 'oFAKE_…', [4]],
  ]);
  expect([code, report.conflicts[0]?.sentence]).toEqual([1, 'uFAKE_… is claimed for another user too (line 3)']);
});
