// The phone's services on the real local world: what an expired access token costs, read from the ledger.
import http from 'node:http';
import { openCloud } from '../../../miniprogram/services/cloud';
import { openConsents } from '../../../miniprogram/services/consent';
import { openProfile } from '../../../miniprogram/services/profile';
import { openSession } from '../../../miniprogram/services/session';
import { openAccountStore } from '../../../miniprogram/services/storage';
import { type LocalWorld, startWorld } from '../../support/local-world';

jest.setTimeout(60_000);

const MINUTE = 60;
let world: LocalWorld;

beforeAll(async () => { world = await startWorld(); });
afterAll(async () => { await world.stop(); });

/** The simulator's environment has no `fetch`. */
function ask<T>(method: string, path: string, body?: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = http.request(world.url + path, { method, headers: { 'content-type': 'application/json' }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => resolve(JSON.parse(text) as T));
    });
    request.on('error', reject).end(body ? JSON.stringify(body) : undefined);
  });
}

interface PhoneAnswer { ok: boolean; result: { result: unknown; code: string }; error?: { errMsg: string } }

async function wxOf(person: string, api: string, args: object): Promise<PhoneAnswer['result']> {
  const answer = await ask<PhoneAnswer>('POST', `/emulator/phone/${person}/${api}`, { args });
  if (!answer.ok) throw answer.error;
  return answer.result;
}

function aliceSPhone() {
  let stored: unknown = '';
  let ahead = 0;
  const callFunction = openCloud({ callFunction: (call) => wxOf('alice', 'cloud.callFunction', call) });
  const store = openAccountStore({ get: () => stored, set: (_key, value) => { stored = value; } });
  const login = async () => (await wxOf('alice', 'login', {})).code;
  const session = openSession({ callFunction, store, brought: { read: () => null, write: () => undefined }, now: () => Date.now() + ahead, login, device: () => ({ platform: 'ios', model: 'iPhone 15' }) });
  const consents = openConsents({ session, store: { read: () => null, write: () => undefined }, policyVersion: '', ask: async () => false });
  const wechat = { login, checkSession: async () => true, getUserInfo: () => Promise.reject(new Error('not asked here')) };
  return {
    session,
    profile: openProfile({ callFunction, session, consents, wechat, cloudId: (id) => id, upload: () => Promise.reject(new Error('not asked here')), random: () => 'r' }),
    async advance(seconds: number) {
      ahead += seconds * 1000;
      await ask('POST', '/emulator/clock', { advanceSeconds: seconds });
    },
  };
}

interface Entry { kind: string; name: string; outcome: string }

async function callsSince(last: number): Promise<Record<string, number>> {
  const { entries } = await ask<{ entries: Entry[] }>('GET', `/emulator/ledger?after=${last}`);
  const calls: Record<string, number> = {};
  for (const { name, outcome } of entries.filter(({ kind }) => kind !== 'database')) calls[`${name} ${outcome}`] = (calls[`${name} ${outcome}`] ?? 0) + 1;
  return calls;
}

const ledgerEnd = async () => (await ask<{ last: number }>('GET', '/emulator/ledger')).last;

it('[PH-1] by the ledger, ten calls at once on an expired access token are one renewal and ten retries', async () => {
  const phone = aliceSPhone();
  await phone.session.signIn();
  await phone.advance(20 * MINUTE);
  const before = await ledgerEnd();
  const answers = await Promise.all(Array.from({ length: 10 }, () => phone.profile.get()));
  expect(answers.map(({ kind }) => kind)).toEqual(Array(10).fill('value'));
  expect(await callsSince(before)).toEqual({ 'profile refused:token-expired': 10, 'session ok': 1, 'profile ok': 10 });
});

it('[PH-3] by the ledger, a silent sign-in after expiry costs no WeChat call, a tap costs one', async () => {
  const phone = aliceSPhone();
  const start = await ledgerEnd();
  await phone.session.signIn();
  expect(await callsSince(start)).toEqual({ 'session ok': 1, 'sns/jscode2session ok': 1 });
  await phone.advance(31 * 24 * 60 * MINUTE);
  const before = await ledgerEnd();
  await phone.profile.get();
  expect(await callsSince(before)).toEqual({ 'profile refused:token-expired': 1, 'session ok': 1, 'profile ok': 1 });
});

it('[REL-24] by the ledger, a phone that signed out calls nothing any more', async () => {
  const phone = aliceSPhone();
  await phone.session.signIn();
  await phone.session.signOut();
  const before = await ledgerEnd();
  await phone.profile.get();
  expect(await callsSince(before)).toEqual({});
  expect(phone.session.account().kind).toBe('signed-out');
});
