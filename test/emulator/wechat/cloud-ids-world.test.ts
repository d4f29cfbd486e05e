// CloudIDs on their whole way: the phone's buttons, the event of a function that runs, and cloud.getOpenData of the real SDK.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openWorld, type World } from '../../../emulator/world/world';
import { type Conversation, converse, PROJECT } from '../../support/local-world';

const APP = 'wxfa4e000000000001';
/** Gives back what it was given, and what it can open of the ids it was told. */
const READER = `
  const cloud = require(${JSON.stringify(path.join(PROJECT, 'node_modules/wx-server-sdk'))});
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
  exports.main = async ({ phone, list }) => ({ phone, info: cloud.getWXContext().OPEN_DATA_INFO, list: list && (await cloud.getOpenData({ list })).list });`;
const FOREIGN = { errCode: -601007, errMsg: 'cloudID and calling user does not match.' };
const EXPIRED = { errCode: -601006, errMsg: 'cloudID expired.' };
const INVALID = { errCode: -601005, errMsg: 'invalid cloudID.' };

interface Read { phone?: unknown; info?: unknown; list?: unknown[] }
let root: string;
let opened: World;
let world: Conversation;

beforeAll(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'cloud-ids-'));
  await fs.mkdir(path.join(root, 'functions/reader'), { recursive: true });
  await fs.writeFile(path.join(root, 'functions/reader/index.js'), READER);
  await fs.writeFile(path.join(root, 'cloudbaserc.json'), JSON.stringify({ functionRoot: './functions', functions: [{ name: 'reader', timeout: 20, memorySize: 128 }] }));
  await fs.writeFile(path.join(root, 'database.json'), '{ "collections": [] }');
  opened = await openWorld({
    root, built: path.join(PROJECT, 'dist/emulator'), data: path.join(root, 'data'), port: 0, fresh: false, sync: false, env: {}, miniprogram: path.join(PROJECT, 'miniprogram'),
    seed: { apps: [{ appid: APP, kind: 'mini-program', name: 'one' }], people: [{ name: 'alice', phone: '+8613800000001' }, { name: 'bob' }] },
  });
  world = converse(opened.url);
});
afterAll(async () => {
  await opened.close();
  await fs.rm(root, { recursive: true, force: true });
});

async function aCloudId(): Promise<string> {
  await world.phone('alice', 'login');
  const answer = await world.phone<{ cloudID: string }>('alice', 'getPhoneNumber');
  return answer.ok ? answer.result.cloudID : '';
}
const read = async (person: string, data: Record<string, unknown>) => (await world.callFunction<Read>(person, 'reader', data)).result;
const NUMBER = { phoneNumber: '13800000001', purePhoneNumber: '13800000001', countryCode: '86', watermark: { timestamp: expect.any(Number), appid: APP } };

test('[WX-76] a mark of the phone button reaches the function as the number, and OPEN_DATA_INFO names its field', async () => {
  const cloudID = await aCloudId();
  const { phone, info, list } = await read('alice', { phone: { $cloudID: cloudID }, list: [cloudID] });
  expect([phone, list]).toEqual([{ cloudID, data: NUMBER }, [{ cloudID, data: NUMBER }]]);
  expect(JSON.parse(String(info))).toEqual({ keys: ['phone'] });
});

test('[WX-76] another person\'s, an expired and a made-up cloudID come as their errors, in the event as in getOpenData, and OPEN_DATA_INFO names none', async () => {
  const cloudID = await aCloudId();
  const foreign = await read('bob', { phone: { $cloudID: cloudID }, list: [cloudID] });
  const invalid = await read('alice', { phone: { $cloudID: '27_made-up' }, list: ['27_made-up', '', 'x'.repeat(500)] });
  await world.advance(300);
  const expired = await read('alice', { phone: { $cloudID: cloudID }, list: [cloudID, '27_made-up'] });
  expect([foreign.phone, foreign.list]).toEqual([{ cloudID, ...FOREIGN }, [{ cloudID, ...FOREIGN }]]);
  expect([invalid.phone, invalid.list]).toEqual([{ cloudID: '27_made-up', ...INVALID }, ['27_made-up', '', 'x'.repeat(500)].map((id) => ({ cloudID: id, ...INVALID }))]);
  expect([expired.phone, expired.list]).toEqual([{ cloudID, ...EXPIRED }, [{ cloudID, ...EXPIRED }, { cloudID: '27_made-up', ...INVALID }]]);
  for (const { info } of [foreign, invalid, expired]) expect(info === undefined ? [] : (JSON.parse(String(info)) as { keys: string[] }).keys).toEqual([]);
});

test('[WX-76] a call without a WeChat caller opens nothing', async () => {
  const cloudID = await aCloudId();
  expect(await world.testFunction('reader', { list: [cloudID] })).toMatchObject({ ok: true, result: { list: [{ cloudID, ...FOREIGN }] } });
});
