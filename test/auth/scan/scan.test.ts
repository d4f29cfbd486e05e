// Signing a browser in by a code that a phone scans: the page's secret, the person's word, once.
import fc from 'fast-check';
import type { AppSettings } from '../../../auth/ports';
import { accept, refuse } from '../../../auth/result';
import { beginScan } from '../../../auth/scan/begin';
import type { ScanInput } from '../../../auth/scan/begin';
import { confirmScan, declineScan, lookAtScan } from '../../../auth/scan/answer';
import { pollScan } from '../../../auth/scan/poll';
import { sceneOf } from '../../../auth/scan/scene';
import { list } from '../../../auth/session/list';
import { invite } from '../../../auth/invite/invite';
import { signOutEverywhere } from '../../../auth/session/sign-out-everywhere';
import { signOut } from '../../../auth/session/sign-out';
import { signIn } from '../../../auth/sign-in/sign-in';
import { bearerOf } from '../../../auth/web/bearer';
import { finishAtCallback } from '../../../auth/web/callback';
import { claimCode, claimTicket } from '../../../auth/web/claim';
import { memoryScanBudget } from '../../ports/memory-web-flows';
import { A_TAP, ALICE, APP, BOB, NEW_YEAR, aPerson, codeOf, granted } from '../a-world';
import { aPage, aWebWorld } from '../web/a-browser';

type ScanWorld = ReturnType<typeof aScanWorld>;

function aScanWorld() {
  const drawn: string[] = [];
  return { ...aWebWorld(), scanBudget: memoryScanBudget(), drawn, programCodes: { draw: async (_app: AppSettings, scene: string) => { drawn.push(scene); return accept('data:image/png;base64,AA=='); } } };
}

const asked = (change: Partial<ScanInput> = {}): ScanInput => ({ challenge: aPage().challenge, app: null, invite: null, site: 'https://site.example.com', address: '203.0.113.7', ipPrefix: '203.0.113.*', browser: 'Chrome · Windows', ...change });
async function shown(world: ScanWorld, change: Partial<ScanInput> = {}) {
  const started = granted(await beginScan(world, asked(change)));
  return { ...started, scene: world.drawn.at(-1) ?? '' };
}
const enter = async (world: ScanWorld, caller = ALICE) => granted(await signIn(world, APP, caller, A_TAP));
const poll = async (world: ScanWorld, secret: string) => { const result = await pollScan(world, secret); return result.ok ? result.value.state : result.refused.code; };
const claim = (world: ScanWorld, ticket: string | null, verifier = aPage().verifier) => claimTicket(world, { ticket: ticket ?? '', verifier }, '198.51.100.*');

test('[WE-9] a browser shows a code, the phone sees who asks and allows it, and the browser is signed in as the same user', async () => {
  const world = aScanWorld();
  const alice = await enter(world, aPerson('alice', 'oFAKE_U_alice'));
  const caller = aPerson('alice', 'oFAKE_U_alice');
  const { pollSecret, image, matchNumber, expiresAt, scene } = await shown(world);
  expect([image, /^\d\d$/.test(matchNumber), expiresAt]).toEqual(['data:image/png;base64,AA==', true, NEW_YEAR + 120_000]);
  const scanned = { accessToken: alice.accessToken, scene };
  expect([await poll(world, pollSecret), granted(await lookAtScan(world, APP, caller, scanned)), await poll(world, pollSecret)])
    .toEqual(['pending', { site: 'https://site.example.com', ipPrefix: '203.0.113.*', browser: 'Chrome · Windows', matchNumber, startedAt: NEW_YEAR, expiresAt }, 'scanned']);
  granted(await confirmScan(world, APP, caller, scanned));
  world.clock.advance(1);
  const { state, ticket } = granted(await pollScan(world, pollSecret));
  const there = granted(await claim(world, ticket));
  expect([state, there.user.id, there.isNew]).toEqual(['confirmed', alice.user.id, false]);
  const bearer = granted(bearerOf(world, there.accessToken, null));
  expect(granted(await list(world, bearer.app, bearer.bearer, there.accessToken)).sessions.map(({ door, current, ipPrefix }) => [door, current, ipPrefix])).toEqual([['scan', true, '198.51.100.*'], ['mini-program', false, '203.0.113.*']]);
});

test('[SEC-51] the scene has 22 letters and digits and tells nobody the poll secret; neither stands in the database', async () => {
  const world = aScanWorld();
  const { pollSecret, scene } = await shown(world);
  expect([/^[0-9A-Za-z]{22}$/.test(scene), scene === sceneOf(pollSecret), pollSecret.length]).toEqual([true, true, 22]);
  const dump = JSON.stringify([...world.webFlows.rows]);
  expect([dump.includes(scene), dump.includes(pollSecret)]).toEqual([false, false]);
  expect([await poll(world, scene), await poll(world, `${pollSecret.slice(0, 21)}${pollSecret.endsWith('A') ? 'B' : 'A'}`)]).toEqual(['state-invalid', 'state-invalid']);
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => { expect(sceneOf(Buffer.from(bytes).toString('base64url'))).toMatch(/^[0-9A-Za-z]{22}$/); }));
});

test('[SEC-51] the ticket opens a session for the page that began alone, one however often it is asked for, and for a minute', async () => {
  const world = aScanWorld();
  const { accessToken } = await enter(world);
  const { pollSecret, scene } = await shown(world);
  granted(await lookAtScan(world, APP, ALICE, { accessToken, scene }));
  granted(await confirmScan(world, APP, ALICE, { accessToken, scene }));
  const { ticket } = granted(await pollScan(world, pollSecret));
  expect(codeOf(await claim(world, ticket, aPage('another').verifier))).toBe('ticket-invalid');
  const several = await Promise.all([claim(world, ticket), claim(world, ticket), claim(world, ticket)]);
  expect(several.map(codeOf)).toEqual(['ok', 'ok', 'ok']);
  expect(new Set(several.map((each) => granted(each).refreshToken)).size).toBe(1);
  expect(await poll(world, pollSecret)).toBe('confirmed');
  world.clock.advance(60_000);
  expect([await poll(world, pollSecret), codeOf(await claim(world, ticket))]).toEqual(['state-invalid', 'ticket-invalid']);
});

test('[SEC-52] scanning alone signs nobody in: without her look there is nothing to confirm, without her word no ticket', async () => {
  const world = aScanWorld();
  const { accessToken } = await enter(world);
  const { pollSecret, scene } = await shown(world);
  expect([codeOf(await confirmScan(world, APP, ALICE, { accessToken, scene })), codeOf(await declineScan(world, APP, ALICE, { accessToken, scene })), await poll(world, pollSecret)]).toEqual(['not-found', 'not-found', 'pending']);
  granted(await lookAtScan(world, APP, ALICE, { accessToken, scene }));
  expect(granted(await pollScan(world, pollSecret))).toEqual({ state: 'scanned', ticket: null });
});

test('[SEC-52] who says no is believed: the page hears it, and it cannot be taken for a yes afterwards', async () => {
  const world = aScanWorld();
  const scanned = { accessToken: (await enter(world)).accessToken, scene: '' };
  const first = await shown(world);
  scanned.scene = first.scene;
  granted(await lookAtScan(world, APP, ALICE, scanned));
  expect([codeOf(await declineScan(world, APP, ALICE, scanned)), codeOf(await declineScan(world, APP, ALICE, scanned)), codeOf(await confirmScan(world, APP, ALICE, scanned)), codeOf(await lookAtScan(world, APP, ALICE, scanned)), await poll(world, first.pollSecret)])
    .toEqual(['ok', 'ok', 'not-found', 'not-found', 'declined']);
  const second = await shown(world);
  scanned.scene = second.scene;
  granted(await lookAtScan(world, APP, ALICE, scanned));
  const answers = await Promise.all([confirmScan(world, APP, ALICE, scanned), declineScan(world, APP, ALICE, scanned), confirmScan(world, APP, ALICE, scanned)]);
  expect([answers.map(codeOf), await poll(world, second.pollSecret)]).toEqual([['ok', 'not-found', 'ok'], 'confirmed']);
});

test('[SEC-52] after two minutes it is over, scanned or not, and a confirmation that comes too late does nothing', async () => {
  const world = aScanWorld();
  const { accessToken } = await enter(world);
  const [early, late] = [await shown(world), await shown(world)];
  world.clock.advance(119_999);
  granted(await lookAtScan(world, APP, ALICE, { accessToken, scene: early.scene }));
  world.clock.advance(1);
  expect([codeOf(await confirmScan(world, APP, ALICE, { accessToken, scene: early.scene })), codeOf(await lookAtScan(world, APP, ALICE, { accessToken, scene: late.scene })), await poll(world, early.pollSecret), await poll(world, late.pollSecret)])
    .toEqual(['not-found', 'not-found', 'state-invalid', 'state-invalid']);
});

test('[SEC-51] whoever looks first has it: for another person, in another app, for a guess and for a scene of another shape there is nothing', async () => {
  const world = aScanWorld();
  const [alice, bob] = [await enter(world), await enter(world, BOB)];
  const { scene } = await shown(world);
  const looks = await Promise.all([lookAtScan(world, APP, ALICE, { accessToken: alice.accessToken, scene }), lookAtScan(world, APP, BOB, { accessToken: bob.accessToken, scene })]);
  expect(looks.map(codeOf)).toEqual(['ok', 'not-found']);
  expect([codeOf(await confirmScan(world, APP, BOB, { accessToken: bob.accessToken, scene })), codeOf(await declineScan(world, APP, BOB, { accessToken: bob.accessToken, scene }))]).toEqual(['not-found', 'not-found']);
  const other = await shown(world);
  const row = [...world.webFlows.rows.values()].at(-1);
  if (row !== undefined) world.webFlows.rows.set(row.id, { ...row, appId: aWebWorldApp(world) });
  for (const guess of [other.scene, sceneOf('x'.repeat(22)), '', 'x', `${scene}x`, 'a'.repeat(22)]) expect(codeOf(await lookAtScan(world, APP, ALICE, { accessToken: alice.accessToken, scene: guess }))).toBe('not-found');
});
const aWebWorldApp = (world: ScanWorld) => [...world.apps.keys()].find((each) => each !== APP.appId) ?? APP.appId;

test('[SEC-51] a token that is not her own, or a session that has ended, looks at nothing and allows nothing', async () => {
  const world = aScanWorld();
  const { accessToken } = await enter(world);
  const { scene, pollSecret } = await shown(world);
  expect(codeOf(await lookAtScan(world, APP, BOB, { accessToken, scene }))).toBe('token-invalid');
  granted(await lookAtScan(world, APP, ALICE, { accessToken, scene }));
  granted(await signOut(world, APP, ALICE, accessToken));
  expect([codeOf(await confirmScan(world, APP, ALICE, { accessToken, scene })), await poll(world, pollSecret)]).toEqual(['session-revoked', 'scanned']);
});

test('[SEC-51] what she allowed holds while she is signed in where she did: signed out, or given up, nobody comes in by it', async () => {
  const world = aScanWorld();
  const ends: [string, (accessToken: string) => Promise<unknown>][] = [['signed out', (accessToken) => signOut(world, APP, ALICE, accessToken)], ['everywhere', (accessToken) => signOutEverywhere(world, APP, ALICE, accessToken)]];
  for (const [what, end] of ends) {
    const { accessToken } = await enter(world);
    const { pollSecret, scene } = await shown(world);
    granted(await lookAtScan(world, APP, ALICE, { accessToken, scene }));
    granted(await confirmScan(world, APP, ALICE, { accessToken, scene }));
    const { ticket } = granted(await pollScan(world, pollSecret));
    await end(accessToken);
    expect([what, codeOf(await claim(world, ticket))]).toEqual([what, 'ticket-invalid']);
  }
  expect([...world.rows.identities.values()].flatMap(({ sessions }) => sessions.map(({ door }) => door))).toEqual([]);
});

test('[IV-5] whoever registers on her phone for a code that an invited page shows was invited, if she allows it; who was here before was not', async () => {
  const world = aScanWorld();
  const alice = await enter(world);
  const { inviteCode } = granted(await invite(world, APP, ALICE, alice.accessToken));
  const carol = aPerson('carol');
  await enter(world, carol);
  world.clock.advance(1000);
  const [first, second, third] = [await shown(world, { invite: inviteCode }), await shown(world, { invite: inviteCode }), await shown(world, { invite: inviteCode })];
  world.clock.advance(1000);
  const answers = [[BOB, first, confirmScan], [carol, second, confirmScan], [aPerson('dan'), third, declineScan]] as const;
  for (const [caller, { scene }, answer] of answers) {
    const { accessToken } = await enter(world, caller);
    granted(await lookAtScan(world, APP, caller, { accessToken, scene }));
    granted(await answer(world, APP, caller, { accessToken, scene }));
  }
  expect([...world.rows.users.values()].map(({ invitedBy }) => invitedBy === alice.user.id)).toEqual([false, false, true, false]);
  expect(JSON.stringify([...world.webFlows.rows])).not.toContain(inviteCode);
});

test('[SEC-53] a place is free again once its code is answered, or was not drawn; who has to wait is told until when', async () => {
  const world = aScanWorld();
  const { accessToken } = await enter(world);
  const codes: string[] = [];
  for (let count = 0; count < 20; count += 1) { world.clock.advance(1000); codes.push((await shown(world)).scene); }
  const full = await beginScan(world, asked());
  expect(full).toMatchObject({ refused: { code: 'rate-limited', retryAt: NEW_YEAR + 1000 + 120_000 } });
  granted(await lookAtScan(world, APP, ALICE, { accessToken, scene: codes[5] ?? '' }));
  granted(await declineScan(world, APP, ALICE, { accessToken, scene: codes[5] ?? '' }));
  const failing = { ...world, programCodes: { draw: async () => refuse('wechat-busy', 'no') } };
  world.clock.advance(1);
  for (let count = 0; count < 3; count += 1) expect(codeOf(await beginScan(failing, asked()))).toBe('wechat-busy');
  expect([codeOf(await beginScan(world, asked())), codeOf(await beginScan(world, asked()))]).toEqual(['ok', 'rate-limited']);
  expect([[...world.alarms], codeOf(await beginScan(world, asked({ address: null }))), world.alarms.map(({ event }) => event)]).toEqual([[], 'ok', ['no-client-address']]);
});

test('[SEC-53] twenty codes of one address wait at once and no more; each ends after two minutes; another address has its own', async () => {
  const world = aScanWorld();
  const begin = async (address: string | null = '203.0.113.7') => codeOf(await beginScan(world, asked({ address })));
  const many = await Promise.all(Array.from({ length: 25 }, () => begin()));
  expect([many.filter((each) => each === 'ok').length, many.filter((each) => each === 'rate-limited').length, world.drawn.length]).toEqual([20, 5, 20]);
  expect([await begin('203.0.113.8'), await begin(null)]).toEqual(['ok', 'ok']);
  world.clock.advance(120_000);
  expect(await begin()).toBe('ok');
});

test.each([
  ['forbidden', 'a page of no listed origin', { site: null }], ['bad-request', 'a challenge of another shape', { challenge: 'x' }], ['not-found', 'an app that is no mini program of ours', { app: 'wxfa4e000000000003' }],
] as const)('[WE-9] it is %s for %s, and nothing is drawn', async (code, _what, change) => {
  const world = aScanWorld();
  expect([codeOf(await beginScan(world, asked(change))), world.drawn.length, world.webFlows.rows.size]).toEqual([code, 0, 0]);
});

test('[WE-9] where WeChat draws no code the page is told, and no secret is handed out', async () => {
  const world = { ...aScanWorld(), programCodes: { draw: async () => refuse('wechat-busy', 'no') } };
  expect(codeOf(await beginScan(world, asked()))).toBe('wechat-busy');
});

test('[SEC-45] a scene is no state: WeChat’s callback and a page’s code get nothing by it', async () => {
  const world = aScanWorld();
  const { scene } = await shown(world);
  expect(codeOf(await finishAtCallback(world, 'qr', { code: 'c', state: scene, browsers: [] }))).toBe('state-invalid');
  expect(codeOf(await claimCode(world, { code: 'c', state: scene, verifier: aPage().verifier }, null))).toBe('state-invalid');
  expect(world.asked).toEqual([]);
});
