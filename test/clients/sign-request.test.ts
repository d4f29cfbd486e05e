// The signature of a request, by itself.
import { signRequest } from '../../clients/node/index';
import { APP_ID, CALLER, SECRET } from './a-centre';

const request = { caller: CALLER, secret: SECRET, method: 'GET', path: `/app-token/${APP_ID}`, body: '', time: 1795132800000, nonce: '0123456789abcdef' } as const;

test('[CL-1] the signature is what openssl says of the same five lines', () => {
  // printf 'GET\n/app-token/wxfa4e000000000001\n\n1795132800000\n0123456789abcdef' | openssl dgst -sha256 -hmac "$SECRET"
  expect(signRequest(request)).toEqual({ 'X-Caller': 'shop', 'X-Time': '1795132800000', 'X-Nonce': '0123456789abcdef', 'X-Signature': 'f48a96b9720f636ed3fb3a1d9e7ef0dc78cda16a25ceb492b543c34c7dd5b52e' });
  // printf 'POST\n/app-token/wxfa4e000000000001/report\n{"appAccessToken":"令牌"}\n1795132800000\n0123456789abcdef' | …
  expect(signRequest({ ...request, method: 'POST', path: `/app-token/${APP_ID}/report`, body: '{"appAccessToken":"令牌"}' })['X-Signature']).toBe('97ed3d8734e7d6328c1b83b65e4481e4147f31ee6f422614d647c3be73588b9a');
});

test('[CL-1] each of the five parts and the secret changes the signature', () => {
  const others = [{ method: 'POST' }, { path: `/app-token/${APP_ID}/jsapi-ticket` }, { body: '{}' }, { time: 1795132800001 }, { nonce: '0123456789abcdeg' }, { secret: SECRET.toLowerCase() }] as const;
  const signatures = [request, ...others.map((other) => ({ ...request, ...other }))].map((each) => signRequest(each)['X-Signature']);
  expect(new Set(signatures).size).toBe(7);
});
