// CloudBase's HTTP event as a request: the path that a function is served at may be taken off before it asks.
import { requestOf } from '../../cloudbase/http/web-event';

const ORIGIN = 'https://accounts.example.com';
const pathOf = (mount: string, path: string) => requestOf({ path, httpMethod: 'POST', headers: {} }, ORIGIN, mount)?.url.slice(ORIGIN.length);

test.each([
  ['/auth', '/auth/ticket', '/auth/ticket'], ['/auth', '/ticket', '/auth/ticket'], ['/auth', '/auth/ticket/', '/auth/ticket'], ['/auth', '/scan', '/auth/scan'],
  ['/auth/scan', '/auth/scan', '/auth/scan'], ['/auth/scan', '/auth/scan/', '/auth/scan'], ['/auth/scan', '/', '/auth/scan'], ['/auth/scan', '', '/auth/scan'], ['/auth/scan', '/abc', '/auth/scan/abc'], ['/auth/scan', '/auth/scan/abc', '/auth/scan/abc'],
])('[WE-22] at %s the path %j is %s', (mount, path, whole) => {
  expect(pathOf(mount, path)).toBe(whole);
});

test('[WE-22] what is no path is no request', () => {
  expect([pathOf('/auth', 'auth'), requestOf({ path: '/auth', httpMethod: 'TRACE', headers: {} }, ORIGIN, '/auth'), requestOf({ path: '/auth' }, ORIGIN, '/auth')]).toEqual([undefined, null, null]);
});
