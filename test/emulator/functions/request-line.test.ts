// What the ledger tells of an HTTP request.
import { requestLine } from '../../../emulator/cloudbase/http-access/request-line';

test.each([
  ['GET', '/auth/qr/callback', 'GET /auth/qr/callback'], ['OPTIONS', '/auth/ticket', 'OPTIONS /auth/ticket'], ['GET', '/', 'GET /'], ['GET', '/app-token/wxfa4e000000000001/report', 'GET /app-token/wxfa4e000000000001/report'],
  ['GET', `/auth/scan/${'q'.repeat(43)}`, 'GET /auth/scan/…'], ['GET', `/auth/scan/${'q'.repeat(21)}`, 'GET /auth/scan/…'], ['GET', '/a b/中/%41', 'GET /…/…/…'],
  ['GET', '/1/2/3/4/5/6/7/8/9', 'GET /1/2/3/4/5/6/7/…'],
])('[FN41] %s %s is told as %s', (httpMethod, path, line) => {
  expect(requestLine({ httpMethod, path })).toBe(line);
});
