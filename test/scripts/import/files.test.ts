// Files as they come from spreadsheets, databases and consoles: what would be read wrongly is refused with what to do, or read as it was meant.
import fs from 'node:fs';
import os from 'node:os';
import { readTable, runImport, withFile } from './a-file';
import type { Ran } from './a-file';

const MINI = 'wxfa4e000000000001';
const SITE = 'wxfa4e000000000003';
const KEY = { OPERATOR_KEY: 'test.c2VjcmV0' };
const APP = ['--app', `mp=${MINI}`];
const print = (table: string, content: string | Buffer, ...args: string[]): Promise<Ran> => withFile(content, (file) => runImport([table, file, '--print', ...args], KEY));

test.each([
  ['GBK', Buffer.concat([Buffer.from(`appid,openid,nickname\n${MINI},oFAKE_alice,`), Buffer.from([0xb0, 0xae, 0xc0, 0xf6, 0xcb, 0xbf])])],
  ['UTF-16', Buffer.from(`\uFEFFappid,openid\n${MINI},oFAKE_alice\n`, 'utf16le')],
])('[IM-21] a table in %s is refused with how to save it, not read as names that nobody can read', async (_encoding, content) => {
  const { code, out, err } = await print('openids', content);
  expect([code, out, err]).toEqual([2, '', expect.stringMatching(/is not UTF-8.*save it as UTF-8.*Nothing was asked/s)]);
});

test('[IM-21] a folder and a file larger than a text can be are refused by name', async () => {
  const folder = await runImport(['openids', os.tmpdir(), '--print'], KEY);
  expect([folder.code, folder.out, folder.err]).toEqual([2, '', expect.stringContaining(`${os.tmpdir()} cannot be read (EISDIR)`)]);
  const large = await withFile('', (file) => {
    fs.truncateSync(file, 600 * 1024 * 1024);
    return runImport(['openids', file, '--print'], KEY);
  });
  expect([large.code, large.err]).toEqual([2, expect.stringContaining('larger than 256 MB')]);
});

test.each([
  ['uni-id-users', ''], ['uni-id-users', '\n \n'], ['uni-id-users', '[]'], ['openids', '\uFEFF'], ['openids', 'appid,openid\r\n'], ['openids', '[ ]'],
])('[IM-21] %s %j holds nobody, which is said and ends with 2', async (table, content) => {
  const { code, out, err } = await print(table, content, ...(table === 'openids' ? [] : APP));
  expect([code, out, err]).toEqual([2, '', expect.stringMatching(/empty|holds nobody/)]);
});

test('[IM-6] every line that cannot be read is told, the first five by number, and that nothing was done', async () => {
  const good = JSON.stringify({ _id: '1', wx_openid: { mp: 'oFAKE_alice' } });
  const json = await print('uni-id-users', [good, '{', good, '', '[1', 'x', '}', '"', '1 2'].join('\n'), ...APP);
  expect([json.code, json.err]).toEqual([2, 'Lines 2, 5, 6, 7, 8 and 1 more are no JSON.\nNothing was asked and nothing written: mend the file and run it again.\n']);
  const csv = await print('openids', ['appid,openid', `${MINI}`, `${MINI},oFAKE_alice`, `${MINI},a,b`].join('\n'));
  expect([csv.code, csv.err]).toEqual([2, expect.stringContaining('Lines 2, 4 have more or fewer cells than the header, which has 2.')]);
});

test.each([
  [`[{"_id":"1"},\n{"_id":"2",}]`, 'The file is no JSON: see line 2.'], ['[{"_id":"1"},\n{"_id":', 'The file is no JSON: it ends too early, as if it had been cut.'],
])('[IM-6] of an array that is no JSON the place is told: %j', async (content, sentence) => {
  const { code, err } = await print('uni-id-users', content, ...APP);
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
});

test('[IM-4] a table with tabs is read as one with commas is', async () => {
  const { rows } = await readTable('openids', `appid\topenid\tunionid\tnickname\r\n${MINI}\toFAKE_alice\tuFAKE_alice\tAlice, the first\r\n${MINI}\toFAKE_bob\t\\N\t"with a\ttab"\r\n`);
  expect(rows).toEqual([
    { line: 2, identities: [{ appId: MINI, openId: 'oFAKE_alice', unionId: 'uFAKE_alice' }], nickname: 'Alice, the first' }, { line: 3, identities: [{ appId: MINI, openId: 'oFAKE_bob' }], nickname: 'with a\ttab' },
  ]);
});

test.each(['NULL', 'null', '\\N', 'None', 'undefined', '0', '-'])('[IM-22] %s, as databases print nothing, is no unionid that makes strangers one person', async (nothing) => {
  const { rows } = await readTable('openids', ['appid,openid,unionid', `${MINI},oFAKE_alice,${nothing}`, `${SITE},oFAKE_bob,${nothing}`, `${MINI},${nothing},uFAKE_carol`].join('\n'));
  expect(rows.map(({ identities }) => identities)).toEqual([[{ appId: MINI, openId: 'oFAKE_alice' }], [{ appId: SITE, openId: 'oFAKE_bob' }]]);
  const uni = await readTable('uni-id-users', JSON.stringify([{ _id: 'a', wx_openid: { mp: 'oFAKE_alice' }, wx_unionid: nothing }, { _id: 'b', wx_openid: { mp: 'oFAKE_bob', h5: nothing }, wx_unionid: nothing }]), ...APP);
  expect(uni.rows.map(({ identities }) => identities.map(({ openId, unionId }) => [openId, unionId]))).toEqual([[['oFAKE_alice', undefined]], [['oFAKE_bob', undefined]]]);
  expect(uni.report.unmapped).toEqual({});
});

test('[IM-22] one unionid with two openids of one app is of two people: WeChat gives a person one in each', async () => {
  const { code, rows, report } = await readTable('openids', ['appid,openid,unionid,user', `${MINI},oFAKE_a,unknown,`, `${SITE},oFAKE_b,unknown,`, `${MINI},oFAKE_c,unknown,`, `${MINI},oFAKE_d,,7`, `${MINI},oFAKE_e,,7`].join('\n'));
  expect([code, rows.map(({ line }) => line), report.conflicts.map(({ line, why, what }) => [line, why, what])]).toEqual([
    1, [5], [[2, 'unionid-of-two-people', 'unknow…'], [3, 'unionid-of-two-people', 'unknow…'], [4, 'unionid-of-two-people', 'unknow…']],
  ]);
  expect(report.conflicts[0]?.sentence).toBe('unknow… stands for two openids of one app: WeChat gives a person one in each (line 3, 4)');
});

test.each([
  ['openids', `{"appid":"${MINI}","openid":"oFAKE_a","user":1234567890123456789}\n{"appid":"${MINI}","openid":"oFAKE_b","user":1234567890123456790}`, 'Lines 1, 2'],
  ['openids', `appid,openid,user\n${MINI},oFAKE_a,1.23457E+18\n${MINI},oFAKE_b,1.23457E+18`, 'Lines 2, 3'],
  ['uni-id-users', '{"_id":"1"}\n{"_id":1234567890123456789,"wx_openid":{"mp":"oFAKE_a"}}', 'Line 2'],
])('[IM-22] %s: a number for a user that was rounded could be anybody’s, and is refused', async (table, content, place) => {
  const { code, out, err } = await print(table, content, ...(table === 'openids' ? [] : APP));
  expect([code, out, err]).toEqual([2, '', expect.stringMatching(new RegExp(`^${place}.*rounded.*as text`))]);
});

test('[IM-22] a long number of MongoDB’s tools keeps its digits; a user without a name is nobody else’s', async () => {
  const { rows } = await readTable('uni-id-users', [
    '{"_id":{"$numberLong":"1234567890123456789"},"wx_openid":{"mp":"oFAKE_a"}}', '{"_id":{"$numberLong":"1234567890123456790"},"wx_openid":{"mp":"oFAKE_b"}}', '{"wx_openid":{"mp":"oFAKE_c"}}', '{"_id":"3","wx_openid":{"mp":"oFAKE_d"}}',
  ].join('\n'), ...APP);
  expect(rows.map(({ identities }) => identities.map(({ openId }) => openId))).toEqual([['oFAKE_a'], ['oFAKE_b'], ['oFAKE_c'], ['oFAKE_d']]);
});

test('[IM-2] an openid that stands under an appid is of that app, without anybody’s word', async () => {
  const documents = [{ _id: '1', wx_openid: { mp: 'oFAKE_alice', [MINI]: 'oFAKE_alice', [SITE]: 'oFAKE_site' } }];
  const { rows, report } = await readTable('uni-id-users', JSON.stringify(documents));
  expect([rows, report.unmapped]).toEqual([[{ line: 1, identities: [{ appId: MINI, openId: 'oFAKE_alice' }, { appId: SITE, openId: 'oFAKE_site' }] }], {}]);
});

test('[IM-5] 30,000 lines that claim one unionid for as many users are told at once', async () => {
  const { report } = await readTable('openids', ['appid,openid,unionid,user', ...Array.from({ length: 30_000 }, (_each, index) => `${MINI},oFAKE_${index},unknown,u${index}`)].join('\n'));
  expect([report.conflicts.length, report.conflicts[0]?.lines, report.conflicts.at(-1)?.lines]).toEqual([30_000, [3, 4, 5], [2, 3, 4]]);
});
