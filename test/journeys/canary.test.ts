// Every secret and personal datum is a unique text here; a life is lived, and then everything that can be read is searched for them.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Canary, Sighting } from '../support/canary';
import { leaves, seekers } from '../support/canary';
import { PROJECT } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { ACCOUNT, aServer, granted } from './a-server';

const secret = (): string => randomBytes(32).toString('base64url');
const SECRETS = { seal: secret(), index: secret(), operator: secret(), server: secret(), token: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) };
const PERSON = { nickname: 'nickname-canary-爱丽丝', phone: '+8613877776666', model: 'device-model-canary', note: 'note-canary-秘密' };

/** Where each may stand. What is not listed may stand nowhere. */
const ALLOWED: Record<string, RegExp> = {
  nickname: /^(database users\.nickname|answer (session\.sign-in|profile\.(get|update|bind-phone))|answer (account\.export|operator\.find))$/,
  phone: /^answer account\.export$/,
  'device model': /^(database (identities\.(sessions|events)|audit\.personal)\.device\.model|answer (session\.list|account\.(history|export)))$/,
  note: /^(database notes\.text|answer (notes\.(add|list)|account\.export))$/,
  openid: /^(database identities\.openid|answer (account\.export|operator\.find))$/,
  unionid: /^(database identities\.unionId|answer (account\.export|operator\.find))$/,
  'access token': /^answer session\.(sign-in|renew)$/,
  'refresh token': /^answer session\.(sign-in|renew)$/,
  'app access token': /^answer app-token-http$/,
  'jsapi ticket': /^answer app-token-http$/,
};

let world: Journey;
const answers: [string, unknown][] = [];
const canaries: Canary[] = [];
const met = (name: string, text: string): string => { canaries.push({ name, text }); return text; };

async function call<T>(door: 'session' | 'profile' | 'account' | 'notes', request: { action: string } & Record<string, unknown>): Promise<T> {
  const { result } = await world.callFunction<{ ok: boolean; value: T }>('alice', door, request);
  answers.push([`${door}.${request.action}`, result]);
  return result.value;
}

async function operator(request: { action: string } & Record<string, unknown>): Promise<void> {
  const tested = await world.testFunction('operator', { caller: 'ops', secret: SECRETS.operator, ...request });
  answers.push([`operator.${request.action}`, tested.ok ? tested.result : tested.error]);
}

async function phone(api: string, args: Record<string, unknown> = {}): Promise<Record<string, string>> {
  const answer = await world.phone<Record<string, string>>('alice', api, { args });
  if (!answer.ok) throw new Error(answer.error.errMsg);
  return answer.result;
}

/** What WeChat holds for her, asked as only the app's own server could. */
async function sessionKey(appSecret: string): Promise<string> {
  await world.control('POST', '/emulator/apps', { appid: 'wxfa4e000000000001', sessionKeyRotation: 'never' });
  const { code } = await phone('login');
  const query = new URLSearchParams({ appid: 'wxfa4e000000000001', secret: appSecret, js_code: code ?? '', grant_type: 'authorization_code' });
  const { session_key } = await (await fetch(`${world.url}/api.weixin.qq.com/sns/jscode2session?${query.toString()}`)).json() as { session_key: string };
  return session_key;
}

async function signIn(): Promise<{ accessToken: string; refreshToken: string; user: { id: string } }> {
  const signedIn = await call<{ accessToken: string; refreshToken: string; user: { id: string } }>('session', { action: 'sign-in', code: met('login code', (await phone('login'))['code'] ?? ''), device: { platform: 'ios', model: PERSON.model } });
  met('access token', signedIn.accessToken);
  met('refresh token', signedIn.refreshToken);
  return signedIn;
}

/** A server's day: a token, a ticket, and a token that it reports. */
async function serve(): Promise<void> {
  const server = await aServer(world, { caller: 'shop', secret: SECRETS.server });
  const first = await server.ask(`/app-token/${ACCOUNT}`);
  const token = met('app access token', granted(first).appAccessToken);
  const { jsapiTicket } = await server.ticket();
  const second = await server.report(token, ACCOUNT);
  met('app access token', granted(second).appAccessToken);
  answers.push(['app-token-http', first.reply], ['app-token-http', second.reply], ['app-token-http', { jsapiTicket: met('jsapi ticket', jsapiTicket) }], ['app-token-http refused', (await server.report(`${token}x`, 'wx0')).reply]);
  await world.setFault({ target: 'wechat', call: 'cgi-bin', kind: 'errcode', errcode: 40125, times: 0 });
  await world.advance(7100);
  answers.push(['app-token-http', (await server.ask(`/app-token/${ACCOUNT}`)).reply], ['app-token-http refused', (await server.report(granted(second).appAccessToken, ACCOUNT)).reply]);
  await world.control('DELETE', '/emulator/faults');
  await operator({ action: 'app-tokens' });
}

async function live(): Promise<void> {
  const { accessToken, refreshToken, user } = await signIn();
  const info = await phone('getUserInfo', { withCredentials: true });
  await call('profile', { action: 'import-user-info', accessToken, cloudID: { $cloudID: info['cloudID'] } });
  const { fileID } = await phone('cloud.uploadFile', { cloudPath: `avatar-uploads/${user.id}/a.png`, filePath: (await phone('chooseAvatar'))['avatarUrl'] });
  await call('profile', { action: 'update', accessToken, nickname: PERSON.nickname, avatarFileId: fileID, consent: { policyVersion: 'v1' } });
  await call('profile', { action: 'bind-phone', accessToken, code: met('phone code', (await phone('getPhoneNumber'))['code'] ?? '') });
  await call('notes', { action: 'add', accessToken, text: PERSON.note });
  for (const [door, action] of [['notes', 'list'], ['profile', 'get'], ['session', 'list'], ['account', 'history'], ['account', 'export']] as const) await call(door, { action, accessToken });
  const renewed = await call<{ accessToken: string; refreshToken: string }>('session', { action: 'renew', refreshToken });
  met('access token', renewed.accessToken);
  met('refresh token', renewed.refreshToken);
  await operator({ action: 'find', by: { id: user.id } });
  await fail(accessToken);
  await world.advance(700);
  await operator({ action: 'verify-audit' });
  await serve();
}

/** What goes wrong is told too, in answers and in the log. */
async function fail(accessToken: string): Promise<void> {
  for (const fault of [{ target: 'wechat', call: '*', kind: 'errcode', errcode: 40125 }, { target: 'wechat', call: '*', kind: 'html' }, { target: 'database', call: '*', kind: 'error', code: 'DATABASE_REQUEST_FAILED' }]) {
    await world.setFault({ ...fault, times: 3 });
    await call('session', { action: 'sign-in', code: (await phone('login'))['code'] ?? '' });
    await call('profile', { action: 'update', accessToken, nickname: `${PERSON.nickname}2` });
    await call('profile', { action: 'bind-phone', accessToken, code: (await phone('getPhoneNumber'))['code'] ?? '' });
    await world.control('DELETE', '/emulator/faults');
  }
  await operator({ action: 'find', by: { phone: PERSON.phone } });
  await operator({ action: 'find', by: { phone: 'x' } });
}

function bundles(): [string, string][] {
  const folders = ['dist/cloudfunctions', 'miniprogram'].map((name) => path.join(PROJECT, name));
  return folders.flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|ts|json|wxml|wxss)$/.test(name)).map((name): [string, string] => [path.join(path.basename(folder), name), fs.readFileSync(path.join(folder, name), 'utf8')]));
}

async function everything(): Promise<[string, string][]> {
  const database = await world.database();
  return [
    ...answers.flatMap(([name, answer]) => [[`answer ${name}`, JSON.stringify(answer)] as [string, string]]),
    ...(await world.logs()).map(({ text }): [string, string] => ['log', text]),
    ...(await world.ledgerSince()).map((entry): [string, string] => ['ledger', JSON.stringify(entry)]),
    ...Object.entries(database).flatMap(([name, documents]) => documents.flatMap((document) => leaves(document, name))).map(([where, text]): [string, string] => [`database ${where}`, text]),
    ...leaves(await world.control('GET', '/emulator/storage'), 'storage'),
    ['standard error', world.stderr()],
    ...bundles().map(([file, text]): [string, string] => [`bundle ${file}`, text]),
  ];
}

const isAllowed = ({ canary, where }: Sighting): boolean => ALLOWED[canary]?.test(where) ?? false;

beforeAll(async () => {
  world = await startJourney({ env: {
    SEAL_KEYS: JSON.stringify([{ kid: 's1', secret: SECRETS.seal }]), INDEX_KEY: SECRETS.index, TOKEN_KEYS: JSON.stringify([{ kid: 't1', jwk: SECRETS.token }]), OPERATOR_KEYS: JSON.stringify([{ caller: 'ops', secret: SECRETS.operator }]), SERVER_KEYS: JSON.stringify([{ caller: 'shop', secret: SECRETS.server }]),
  } });
  const { person } = await world.control<{ person: { openids: Record<string, string>; unionids: Record<string, string> } }>('POST', '/emulator/people', { name: 'alice', phone: PERSON.phone });
  const { apps } = await world.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const appSecret = apps.find(({ appid }) => appid === 'wxfa4e000000000001')?.secret ?? '';
  for (const [name, text] of Object.entries({ 'app secret': appSecret, 'seal key': SECRETS.seal, 'index key': SECRETS.index, 'operator key': SECRETS.operator, 'server key': SECRETS.server, 'token key': String(SECRETS.token.d) })) met(name, text);
  met('openid', person.openids['wxfa4e000000000001'] ?? '');
  met('unionid', person.unionids['op1'] ?? '');
  for (const [name, text] of Object.entries({ nickname: PERSON.nickname, phone: PERSON.phone.slice(3), 'device model': PERSON.model, note: PERSON.note })) met(name, text);
  await phone('login');
  met('session_key', await sessionKey(appSecret));
  await live();
});
afterAll(() => world.stop());

test('[SEC-70] no secret and no personal datum stands anywhere but where it is listed, in any spelling', async () => {
  const seek = seekers(canaries);
  const sightings = (await everything()).flatMap(([where, text]) => seek(where, text));
  expect([...new Set(sightings.filter((sighting) => !isAllowed(sighting)).map(({ canary, where }) => `${canary} in ${where}`))]).toEqual([]);
  // Each that is listed was really seen: a life that left nothing would prove nothing.
  expect(new Set(sightings.map(({ canary }) => canary))).toEqual(new Set(Object.keys(ALLOWED)));
});

test('[SEC-70] what the documents of a living database hold is listed in docs/data.md, field by field', async () => {
  const listed = fs.readFileSync(path.join(PROJECT, 'docs/data.md'), 'utf8');
  const fields = Object.entries(await world.database()).flatMap(([name, documents]) => documents.flatMap((document) => Object.keys(document).map((field) => [name, field] as const)));
  const sectionOf = (name: string): string => (['identities', 'users'].includes(name) ? listed.split(`## ${name}`)[1]?.split('\n## ')[0] ?? '' : listed.split('\n').filter((line) => line.startsWith(`| ${name}: `)).join('\n'));
  expect([...new Set(fields.filter(([name, field]) => !sectionOf(name).includes(`\`${field}\``)).map(([name, field]) => `${name}.${field}`))]).toEqual([]);
  expect(new Set(fields.map(([name]) => name))).toEqual(new Set(['identities', 'users', 'unions', 'audit', 'flows', 'app_tokens', 'notes']));
});

test('[SEC-70] a canary is found in every spelling, wherever it begins', () => {
  const text = 'canary+/ä"7';
  const seek = seekers([{ name: 'it', text }]);
  const around = [0, 1, 2, 3].map((before) => Buffer.from(`${'.'.repeat(before)}${text}tail`));
  const spelled = [text, JSON.stringify({ text }), encodeURIComponent(text), Buffer.from(text).toString('hex'), ...around.flatMap((bytes) => [bytes.toString('base64'), bytes.toString('base64url')])];
  expect(spelled.map((each) => seek('x', each).length)).toEqual(spelled.map(() => 1));
});
