// What an access token must be, to the letter.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { signAccessToken } from '../../../auth/session/sign';
import { verifyAccessToken } from '../../../auth/session/verify';
import { NEW_YEAR, aWorld, codeOf } from '../a-world';

const world = aWorld();
const { signingKey } = world.mint;
const { issuer, keys } = world.reader;
const SID = `${'i'.repeat(22)}.${'s'.repeat(22)}`;
const IAT = NEW_YEAR / 1000;
const CLAIMS = { iss: issuer, aud: issuer, client_id: 'wxfa4e000000000001', sub: 'u'.repeat(22), sid: SID, jti: 'j', iat: IAT, exp: IAT + 900 };

/** Signed by hand, so that any header and any claims can be tried. */
function make(claims: object = CLAIMS, header: object = {}, key = signingKey.privateKey): string {
  const body = `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 't1', ...header })}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

const anyone = () => true;
const verify = (token: string, now = NEW_YEAR) => codeOf(verifyAccessToken(token, keys, issuer, now, anyone));

test('[SEC-25] a token signed by ES256 under a known key is accepted, with exactly the contract’s claims', () => {
  expect(verify(make())).toBe('ok');
});

test.each([
  ['alg none', `${encode({ alg: 'none', typ: 'at+jwt', kid: 't1' })}.${encode(CLAIMS)}.`],
  ['HS256 under the public key', hs256()],
  ['another key pair', foreign()],
  ['a truncated signature', make().slice(0, -4)],
  ['an empty text', ''],
  ['5,000 characters', 'a'.repeat(5000)],
])('[SEC-25] %s is token-invalid', (_what, token) => {
  expect(verify(token)).toBe('token-invalid');
});

test.each([{ typ: 'JWT' }, { typ: 'rt+jwt' }, { crit: ['exp'] }, { b64: false }, { jku: 'https://a.example' }, { jwk: {} }, { x5u: 'https://a.example' }, { x5c: [] }, { cty: 'JWT' }, { zip: 'DEF' }])(
  '[SEC-26] a header with %j is token-invalid', (header) => {
    expect(verify(make(CLAIMS, header))).toBe('token-invalid');
  },
);

test.each([
  { nbf: IAT }, { aud: [issuer] }, { iss: 'https://other.example' }, { exp: IAT + 901 }, { exp: 1e30 }, { exp: '1' }, { iat: IAT + 61 }, { sub: '' }, { sub: 1 }, { sid: 'x' }, { sid: `${SID}.x` },
  { jti: '' }, { client_id: 'wx1' }, { openid: 'o' }, { exp: IAT },
])('[SEC-27] claims with %j are token-invalid', (change) => {
  expect(verify(make({ ...CLAIMS, ...change }))).toBe('token-invalid');
});

test.each(Object.keys(CLAIMS))('[SEC-27] a token without %s is token-invalid', (claim) => {
  expect(verify(make(Object.fromEntries(Object.entries(CLAIMS).filter(([key]) => key !== claim))))).toBe('token-invalid');
});

test('[SEC-25] a signature spelled with other unused bits is token-invalid', () => {
  const token = make();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.at(-1) ?? '');
  expect(verify(token.slice(0, -1) + alphabet[last + 1])).toBe('token-invalid');
});

test('[SEC-33] a token over 4 KB is refused before its signature is looked at', () => {
  expect(verify(make({ ...CLAIMS, jti: 'j'.repeat(4096) }))).toBe('token-invalid');
  expect(verify(make({ ...CLAIMS, jti: 'j'.repeat(2048) }))).toBe('ok');
});

test('[SEC-28] an unknown kid is token-invalid', () => {
  expect(verify(make(CLAIMS, { kid: 't2' }))).toBe('token-invalid');
  expect(verify(make(CLAIMS, { kid: '__proto__' }))).toBe('token-invalid');
});

test('[SEC-34] the skew is 60 seconds on both sides, to the second', () => {
  const token = make();
  const at = (seconds: number) => verify(token, NEW_YEAR + seconds * 1000);
  expect([at(-61), at(-60), at(-59)]).toEqual(['token-invalid', 'ok', 'ok']);
  expect([at(959), at(960), at(961)]).toEqual(['ok', 'ok', 'token-expired']);
});

test('[SEC-30] a retired key verifies for 16 minutes more', () => {
  const key = keys.get('t1');
  const retired = new Map([['t1', { publicKey: key?.publicKey ?? signingKey.privateKey, retiredAt: NEW_YEAR - 16 * 60_000 }]]);
  expect(codeOf(verifyAccessToken(make(), retired, issuer, NEW_YEAR, anyone))).toBe('ok');
  expect(codeOf(verifyAccessToken(make(), retired, issuer, NEW_YEAR + 1, anyone))).toBe('token-invalid');
});

test('[SEC-25] any single changed character makes a token invalid', () => {
  const { accessToken } = signAccessToken(signingKey, { issuer, appId: 'wxfa4e000000000001' as never, userId: 'u'.repeat(22) as never, sid: SID, jti: 'j', now: NEW_YEAR });
  expect(verify(accessToken)).toBe('ok');
  fc.assert(fc.property(fc.nat(accessToken.length - 3), fc.constantFrom('A', 'z', '_', '.', '{'), (at, letter) => {
    fc.pre(accessToken[at] !== letter);
    expect(verify(accessToken.slice(0, at) + letter + accessToken.slice(at + 1))).toBe('token-invalid');
  }));
});

function hs256(): string {
  const body = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 't1' })}.${encode(CLAIMS)}`;
  const secret = keys.get('t1')?.publicKey.export({ type: 'spki', format: 'pem' }) ?? '';
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

function foreign(): string {
  return make(CLAIMS, {}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}
