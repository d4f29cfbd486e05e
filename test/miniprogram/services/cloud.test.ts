// A door's reply comes through as it is; anything else is the cloud not reached, or no door answering there.
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
  const cause = { errMsg: 'cloud.callFunction:fail timeout' };
  const failure = await failureOf(async () => { throw cause; });
  expect(isOffline(failure)).toBe(true);
  expect(failure).toMatchObject({ cause });
});

it.each([-504002, -504003, -501000, -604101])('[PH-14] a failure that the cloud itself reports (%i) is no Offline', async (errCode) => {
  const failure = await failureOf(async () => { throw Object.assign(new Error('cloud.callFunction:fail'), { errCode }); });
  expect([isOffline(failure), (failure as { code?: string }).code]).toEqual([false, 'call-failed']);
});

it.each([undefined, '', 'hello', {}, { ok: 'yes' }, { ok: true }, { ok: false }])('[PH-14] a result that is no reply (%j) is a failed call: another function answers under this name', async (result) => {
  expect(await failureOf(async () => ({ result }))).toMatchObject({ code: 'call-failed' });
});

it.each(['', null, 7, { kind: 'signed-in' }, { kind: 'signed-in', user: {}, tokens: { accessToken: 1, refreshToken: 'r' } }, { kind: 'signed-out' }])('[PH-15] stored %j is nobody', (stored) => {
  const store = openAccountStore({ get: () => stored, set: () => undefined });
  expect(store.read()).toEqual({ kind: 'never' });
});
