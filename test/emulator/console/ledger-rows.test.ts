// The ledger's rows in windows of any size, and what they call a request over HTTP.
import { aWorkbench, type Workbench } from './a-workbench';

jest.setTimeout(60_000);

let bench: Workbench;
beforeAll(async () => { bench = await aWorkbench(); });
beforeEach(() => bench.world.reset());
afterAll(() => bench.close());

it.each([[1280, 800], [1000, 700], [910, 700], [768, 1024], [390, 844], [320, 640]])('[WB-25] at %d×%d a row is cut nowhere: its name, its outcome and its time are read without scrolling sideways', async (width, height) => {
  await bench.world.callFunction('alice', 'profile', { action: 'get', accessToken: 'forged' });
  await bench.world.setFault({ target: 'database', call: '*', kind: 'error', code: 'DATABASE_REQUEST_FAILED' });
  await bench.world.callFunction('bob', 'session', { action: 'sign-in' });
  await bench.at(async (page) => {
    await page.locator('.row--function').nth(1).waitFor();
    const parts = width > 480 ? '.ledger, .row' : '.ledger, .row, .row__name, .outcome, .row__person, .row__time';
    const cut = await page.locator(parts).evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => `${each.className}: ${each.textContent}`));
    const beyond = await page.locator('.row > *').evaluateAll((all) => all.filter((each) => { const { left, right } = each.getBoundingClientRect(); return left < 0 || right > window.innerWidth; }).length);
    expect([cut, beyond]).toEqual([[], 0]);
    expect(await page.locator('.row__name', { hasText: 'profile' }).count()).toBe(1);
  }, { width, height });
});

it('[WB-26] a function that HTTP asked is named by method and path, a redirect and a preflight too, and neither codes nor secrets stand there', () => bench.at(async (page) => {
  const site = `http://site.localhost:${new URL(bench.world.url).port}/`;
  const service = `${bench.world.url}/service`;
  await fetch(`${service}/auth/qr?${new URLSearchParams({ return_to: site, challenge: 'x'.repeat(43) })}`, { redirect: 'manual' });
  await fetch(`${service}/auth/qr/callback?code=secret-code&state=0123`, { redirect: 'manual' });
  await fetch(`${service}/auth/ticket`, { method: 'OPTIONS', headers: { origin: site.slice(0, -1), 'access-control-request-method': 'POST' } });
  await fetch(`${service}/app-token/${'s'.repeat(43)}`);
  await page.locator('.row--function').nth(3).waitFor();
  const names = await page.locator('.row--function .row__name').allTextContents();
  expect(names.reverse()).toEqual(['web GET /auth/qr', 'web GET /auth/qr/callback', 'web OPTIONS /auth/ticket', 'app-token-http GET /app-token/…']);
  expect(await page.locator('.row--function .row__person').allTextContents()).toEqual(['HTTP', 'HTTP', 'HTTP', 'HTTP']);
}));
