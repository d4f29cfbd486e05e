// cloud.openapi from a function that runs in the local world: its config.json decides, and who is present.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openWorld, type World } from '../../emulator/world/world';
import { type Conversation, converse, PROJECT } from '../support/local-world';

const APP = 'wxfa4e000000000001';
const HOUR = 3_600;
/** A cloud function that checks the words of whom the event names, or of its caller. */
const CHECKER = `
  const cloud = require(${JSON.stringify(path.join(PROJECT, 'node_modules/wx-server-sdk'))});
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
  exports.main = async ({ openid = cloud.getWXContext().OPENID, content }) => {
    try { return (await cloud.openapi.security.msgSecCheck({ openid, scene: 1, version: 2, content })).result.suggest; } catch (error) { return error.errCode; }
  };`;

let root: string;
let opened: World;
let world: Conversation;

async function deploy(name: string, config: string | null): Promise<void> {
  const directory = path.join(root, 'functions', name);
  await fs.mkdir(directory, { recursive: true });
  await fs.writeFile(path.join(directory, 'index.js'), CHECKER);
  if (config !== null) await fs.writeFile(path.join(directory, 'config.json'), config);
}

beforeAll(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'open-api-'));
  await deploy('allowed', '{ "permissions": { "openapi": ["security.msgSecCheck"] } }');
  await deploy('without', null);
  await deploy('emptied', '{ "triggers": [] }');
  await deploy('broken', '{ "permissions": { "openapi": "security.msgSecCheck" } }');
  const functions = ['allowed', 'without', 'emptied', 'broken'].map((name) => ({ name, timeout: 20, memorySize: 128 }));
  await fs.writeFile(path.join(root, 'cloudbaserc.json'), JSON.stringify({ functionRoot: './functions', functions }));
  await fs.writeFile(path.join(root, 'database.json'), '{ "collections": [] }');
  opened = await openWorld({
    root, built: path.join(PROJECT, 'dist/emulator'), data: path.join(root, 'data'), port: 0, fresh: false, sync: false, env: {}, miniprogram: path.join(PROJECT, 'miniprogram'),
    seed: { apps: [{ appid: APP, kind: 'mini-program', name: 'one' }], people: [{ name: 'alice' }, { name: 'bob' }] },
  });
  world = converse(opened.url);
});
afterAll(async () => {
  await opened.close();
  await fs.rm(root, { recursive: true, force: true });
});

const asAlice = async (name: string, content: string) => (await world.callFunction<unknown>('alice', name, { content })).result;

async function openidOf(person: string): Promise<string> {
  const { people } = await world.control<{ people: { name: string; openids: Record<string, string> }[] }>('GET', '/emulator/people');
  return people.find(({ name }) => name === person)?.openids[APP] ?? '';
}

/** Asked by nobody, as by a timer. */
async function asNobody(person: string): Promise<unknown> {
  const tested = await world.testFunction<unknown>('allowed', { openid: await openidOf(person), content: 'x' });
  return tested.ok ? tested.result : tested.error;
}

test('[DB-105] the config.json beside the running function\'s bundle says what it may call', async () => {
  expect(await asAlice('allowed', '小明')).toBe('pass');
  expect(await asAlice('allowed', '违禁')).toBe('risky');
  expect([await asAlice('without', 'x'), await asAlice('emptied', 'x')]).toEqual([-604101, -604101]);
});

test('[DB-105] a config.json that is malformed fails the call and says which', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(await asAlice('broken', 'x')).toBe(-501001);
  expect(String(said.mock.calls[0]?.[1])).toContain('broken/config.json cannot be used');
  said.mockRestore();
});

test('[DB-105] the call is in the ledger behind the invocation that made it', async () => {
  const { requestID } = await world.callFunction('alice', 'allowed', { content: 'x' });
  expect(await world.entriesOf(requestID, 'wechat')).toEqual([expect.objectContaining({ name: 'security.msgSecCheck', person: 'alice', app: APP, outcome: 'ok' })]);
});

test('[WX-53] whoever used the app within two hours by the simulated clock is present, and nobody else', async () => {
  expect(await asNobody('bob')).toBe(61010);
  await world.phone('bob', 'login');
  expect(await asNobody('bob')).toBe('pass');
  await world.advance(2 * HOUR + 60);
  expect(await asNobody('bob')).toBe(61010);
  await world.callFunction('bob', 'without', { content: 'x' });
  expect(await asNobody('bob')).toBe('pass');
});

test('[WX-53] who is behind the call is present, even one whom a developer tests with', async () => {
  await world.advance(3 * HOUR);
  expect(await world.testFunction('allowed', { content: 'x' }, { person: 'alice' })).toMatchObject({ ok: true, result: 'pass' });
});

test('[WX-54] the phone\'s nickname keyboard asks the local WeChat, and fails with the network', async () => {
  expect(await world.phone('alice', 'reviewNickname', { args: { nickname: '小明' } })).toEqual({ ok: true, result: { pass: true, errMsg: 'reviewNickname:ok' } });
  await world.setFault({ target: 'phone', call: 'reviewNickname', kind: 'offline' });
  expect(await world.phone('alice', 'reviewNickname', { args: { nickname: '小明' } })).toMatchObject({ ok: false });
});
