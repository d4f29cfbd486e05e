// A door's reply comes through as it is; anything else is the cloud not reached.
import { isOffline, openCloud } from '../../../miniprogram/services/cloud';
import { openAccountStore } from '../../../miniprogram/services/storage';

const request = { action: 'get', accessToken: 'a' } as const;

function failureOf(callFunction: () => Promise<{ result?: unknown }>): Promise<unknown> {
  return openCloud({ callFunction })('profile', request).catch((thrown: unknown) => thrown);
}

it('[PH-14] a refusal is a value', async () => {
  const refusal = { code: 'internal', message: 'No.', retry: 'later', retryAt: null, requestId: 'r' };
  const callFunction = openCloud({ callFunction: async () => ({ result: { ok: false, refusal } }) });
  expect(await callFunction('profile', request)).toEqual({ ok: false, refusal });
});

it('[PH-14] a failed transport is thrown as Offline with its cause', async () => {
  const cause = { errMsg: 'cloud.callFunction:fail -504003' };
  const failure = await failureOf(async () => { throw cause; });
  expect(isOffline(failure)).toBe(true);
  expect(failure).toMatchObject({ cause });
});

it.each([undefined, '', 'hello', {}, { ok: 'yes' }, { ok: true }, { ok: false }])('[PH-14] a result that is no reply (%j) is Offline', async (result) => {
  expect(isOffline(await failureOf(async () => ({ result })))).toBe(true);
});

it.each(['', null, 7, { kind: 'signed-in' }, { kind: 'signed-in', user: {}, tokens: { accessToken: 1, refreshToken: 'r' } }, { kind: 'signed-out' }])('[PH-15] stored %j is nobody', (stored) => {
  const store = openAccountStore({ get: () => stored, set: () => undefined });
  expect(store.read()).toEqual({ kind: 'never' });
});
