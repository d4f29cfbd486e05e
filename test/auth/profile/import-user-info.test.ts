// Taking over the profile from WeChat: whose data, how fresh, how often.
import { importUserInfo as importWith } from '../../../auth/profile/import-user-info';
import type { AppSettings, Caller } from '../../../auth/ports';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, BOB, NEW_YEAR, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import type { OpenData, Packet } from '../../../auth/profile/ports';

const DATA: OpenData = { openId: ALICE.openId, unionIdPresent: false, nickname: 'Alice 爱丽丝', avatarUrl: 'https://thirdwx.qlogo.cn/a/132', anonymous: false, appId: APP.appId, timestamp: NEW_YEAR };
let packets = 0;
const packet = (data: OpenData | null, hash = `packet-${packets++}`) => ({ hash, open: async () => data });

const importUserInfo = (world: RuleWorld, app: AppSettings, caller: Caller, token: string, data: Packet) => importWith(world, app, caller, token, data, null);

async function signedIn(world: RuleWorld) {
  return granted(await signIn(world, APP, ALICE, A_TAP)).accessToken;
}

test('[PR-1] nickname and picture are taken over from data that is the caller’s own', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  const { user } = granted(await importUserInfo(world, APP, ALICE, token, packet(DATA)));
  expect(user).toMatchObject({ nickname: 'Alice 爱丽丝', avatarUrl: 'https://thirdwx.qlogo.cn/a/132' });
});

test('[PR-2] anonymous data overwrites nothing', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  await importUserInfo(world, APP, ALICE, token, packet(DATA));
  const { user } = granted(await importUserInfo(world, APP, ALICE, token, packet({ ...DATA, anonymous: true, nickname: '微信用户', avatarUrl: 'https://thirdwx.qlogo.cn/grey' })));
  expect(user).toMatchObject({ nickname: 'Alice 爱丽丝', avatarUrl: 'https://thirdwx.qlogo.cn/a/132' });
});

test.each<[string, Partial<OpenData> | null]>([
  ['that does not open', null], ['of another app', { appId: 'wxfa4e000000000004' as never }], ['without a readable appid', { appId: null }], ['of another person', { openId: BOB.openId }], ['of nobody', { openId: null }],
  ['older than five minutes', { timestamp: NEW_YEAR - 300_001 }], ['from more than a minute ahead', { timestamp: NEW_YEAR + 60_001 }],
])('[SEC-19] data %s is decrypt-failed and changes no profile', async (_what, change) => {
  const world = aWorld();
  const token = await signedIn(world);
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet(change === null ? null : { ...DATA, ...change })))).toBe('decrypt-failed');
  expect([...world.rows.users.values()][0]?.nickname).toBeNull();
});

test('[SEC-18] every way to fail answers with the same words', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  const answers = [];
  for (const data of [null, { ...DATA, openId: BOB.openId }, { ...DATA, timestamp: 0 }]) answers.push(JSON.stringify(await importUserInfo(world, APP, ALICE, token, packet(data))));
  expect(new Set(answers).size).toBe(1);
});

test('[SEC-20] five failures in ten minutes are the limit, also at once; what opens does not count', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  for (let count = 0; count < 8; count += 1) expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet(DATA)))).toBe('ok');
  const codes = (await Promise.all(Array.from({ length: 20 }, () => importUserInfo(world, APP, ALICE, token, packet(null))))).map(codeOf);
  expect(codes.filter((code) => code === 'decrypt-failed')).toHaveLength(5);
  expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(15);
  const limited = await importUserInfo(world, APP, ALICE, token, packet(DATA));
  expect(limited).toMatchObject({ refused: { code: 'rate-limited', retryAt: NEW_YEAR + 600_000 } });
  world.clock.advance(600_001);
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet({ ...DATA, timestamp: world.clock.now() })))).toBe('ok');
});

test('[SEC-20] a packet presented again counts like any other failure', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  const again = () => importUserInfo(world, APP, ALICE, token, packet(DATA, 'same'));
  const codes = [];
  for (let count = 0; count < 7; count += 1) codes.push(codeOf(await again()));
  expect(codes).toEqual(['ok', ...Array<string>(5).fill('decrypt-failed'), 'rate-limited']);
});

test('[SEC-20] a packet that opens gives back its own attempt and no other of the same millisecond', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  for (let round = 0; round < 4; round += 1) await Promise.all([importUserInfo(world, APP, ALICE, token, packet(null)), importUserInfo(world, APP, ALICE, token, packet(DATA))]);
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet(null)))).toBe('decrypt-failed');
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet(null)))).toBe('rate-limited');
});

test('[SEC-20] where the world fails and not the data, the attempt is given back', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  for (let count = 0; count < 6; count += 1) {
    const broken = { hash: `broken-${count}`, open: async () => { throw new Error('unreachable'); } };
    await expect(importUserInfo(world, APP, ALICE, token, broken)).rejects.toThrow('unreachable');
  }
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet(DATA)))).toBe('ok');
});

test.each([-300_000, 60_000])('[SEC-19] data whose time is %i ms from now is just fresh enough', async (age) => {
  const world = aWorld();
  const token = await signedIn(world);
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet({ ...DATA, timestamp: NEW_YEAR + age })))).toBe('ok');
});

test('[SEC-20] a packet opens once', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet(DATA, 'same')))).toBe('ok');
  expect(codeOf(await importUserInfo(world, APP, ALICE, token, packet(DATA, 'same')))).toBe('decrypt-failed');
});

test('[PR-3] a unionid in the data decides nothing; where the identity has none, a fresh code is wanted', async () => {
  const world = aWorld();
  const token = await signedIn(world);
  expect(granted(await importUserInfo(world, APP, ALICE, token, packet({ ...DATA, unionIdPresent: true }))).freshCodeWanted).toBe(true);
  expect([...world.rows.identities.values()][0]?.union).toBeNull();
  expect(granted(await importUserInfo(world, APP, ALICE, token, packet(DATA))).freshCodeWanted).toBe(false);
});
