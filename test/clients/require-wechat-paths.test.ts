// Which paths a guard stands before, where it lets a person go afterwards, and slips of whoever sets it up.
import fc from 'fast-check';
import { guardedPaths } from '../../clients/node/pages/guarded-paths';
import { requireWeChat, type RequireWeChatOptions } from '../../clients/node/index';
import { isOwnPage, nextPage } from '../../clients/node/pages/next-page';

const SITE = 'https://www.example.com';

test.each(['/activity', '/activity/', '/activity/a/b', '/ACTIVITY/A', '/%61ctivity', '/%2561ctivity/x', '//activity', '/a/../activity/', '/activity/../a', '/a/%2e%2e/activity', '/\\activity', '/activity%2Fa', '/activity?x', '/%zz', '/.//activity'])('[CL-72] %s is guarded: some router could read it so', async (target) => {
  const judged = await requireWeChat({ paths: ['/activity/'], door: 'https://accounts.example.com', returnTo: `${SITE}/wechat/back` }).judge({ method: 'GET', origin: SITE, target, headers: { accept: 'text/html' }, body: async () => '' });
  expect('answer' in judged && judged.answer.status).toBe(302);
});

test('[CL-72] the guarded path is guarded however its letters are written', () => {
  const isGuarded = guardedPaths(['/activity']);
  const letter = (sign: string) => fc.constantFrom(sign, sign.toUpperCase(), `%${sign.charCodeAt(0).toString(16)}`, `%25${sign.charCodeAt(0).toString(16)}`);
  fc.assert(fc.property(fc.tuple(...[...'activity'].map(letter)), fc.constantFrom('/', '//', '/./', '/x/../', '\\'), (letters, before) => isGuarded(`${before}${letters.join('')}/page`)));
});

test.each([
  ['//evil.example.com/', '/'], ['/\\evil.example.com', '/'], ['/%2fevil.example.com', '/'], ['/%5cevil.example.com', '/'], ['/a%252fb', '/'], ['/@evil.example.com', '/'], ['/a\tb', '/'], ['/%09/evil.example.com', '/'], ['https://evil.example.com/', '/'], ['javascript:alert(1)', '/'], ['', '/'], ['/a/../b', '/'],
  ['/activity/a?next=https%3A%2F%2Fevil.example.com', '/activity/a?next=https%3A%2F%2Fevil.example.com'], ['/activity/a?b=<script>', '/activity/a'], ['/activity/%E4%B8%AD?ids[]=1&x=a@b', '/activity/%E4%B8%AD?ids[]=1&x=a@b'],
])('[SEC-47] asked for %j, a person comes back to %j', (target, next) => {
  expect(nextPage(target, SITE)).toBe(next);
});

test('[SEC-47] what would fill the cookie is cut: the query first, then the path', () => {
  expect([nextPage(`/activity/a?${'b'.repeat(3000)}`, SITE), nextPage(`/${'a'.repeat(3000)}`, SITE)]).toEqual(['/activity/a', '/']);
});

test('[SEC-47] whatever is asked for, the way back stays on this site', () => {
  fc.assert(fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[/\\@:.%2f5ca-c?#\t]{1,12}$/)), (target) => {
    const next = nextPage(target, SITE);
    return isOwnPage(next, SITE) && next.startsWith('/') && new URL(next, `${SITE}/wechat/back`).origin === SITE;
  }), { numRuns: 2_000 });
});

test.each<[string, object]>([
  ['paths', { paths: [] }], ['paths', { paths: '/a' }], ['paths', { paths: ['a'] }], ['paths', { paths: ['/a?b'] }], ['paths', { paths: ['//a'] }], ['paths', { paths: ['/a/../b'] }], ['paths', { paths: ['/%61'] }],
  ['returnTo', { returnTo: 'back' }], ['returnTo', { returnTo: '/' }], ['returnTo', { returnTo: '/back/' }], ['returnTo', { returnTo: 'http://www.example.com/back' }], ['returnTo', { returnTo: 'https://www.example.com/' }], ['returnTo', { returnTo: 'https://www.example.com/back?a' }], ['returnTo', { returnTo: 1 }],
  ['scope', { scope: 'snsapi_login' }], ['door', { door: 'accounts' }], ['revocation', { revocation: 1 }],
])('[CL-2] %s of a guard that cannot be right is refused by its name', (name, change) => {
  expect(() => requireWeChat({ paths: ['/a'], door: 'https://accounts.example.com', ...change } as RequireWeChatOptions)).toThrow(new RegExp(`^${name} `));
});
