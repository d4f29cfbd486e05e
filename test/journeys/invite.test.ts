// Share links with an inviter, through the doors: the mini program's sign-in, the website's, and one without cloud functions.
import { createHash, randomBytes } from 'node:crypto';
import type { SignedIn } from '../../contract/doors';
import type { Reply } from '../../contract/reply';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
beforeAll(async () => { world = await startJourney(); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

async function code(person = 'alice') {
  const { accessToken, user } = await world.signIn(person);
  const { inviteCode, expiresAt } = await world.ask(person, 'account', { action: 'invite', accessToken });
  return { accessToken, user, inviteCode, expiresAt };
}
const invitedBy = async (accessToken: string, person: string) => (await world.ask(person, 'account', { action: 'invitations', accessToken })).invitedBy;

test('[IV-1] whoever opens a shared card and signs in for the first time was invited, and both are told', async () => {
  const { accessToken, inviteCode, expiresAt } = await code();
  expect([/^[a-z2-7]{16}$/.test(inviteCode), expiresAt > Date.now() + 29 * 86_400_000]).toEqual([true, true]);
  await world.ask('alice', 'profile', { action: 'update', accessToken, nickname: '爱丽丝' });
  const bob = await world.ask('bob', 'session', { action: 'sign-in', invite: inviteCode });
  expect([bob.isNew, await invitedBy(bob.accessToken, 'bob')]).toEqual([true, { nickname: '爱丽丝', avatarUrl: null }]);
  expect(await world.ask('alice', 'account', { action: 'invitations', accessToken })).toEqual({ invitedBy: null, invited: 1 });
});

test.each([['a number', 7], ['a list', ['x']], ['null', null], ['markup', '<script>'], ['another shape', 'A'.repeat(16)], ['an unknown code', 'a'.repeat(16)], ['somebody’s id', 'oFAKE_alice']])('[SEC-54] %s in the place of a code keeps nobody out and brings nobody', async (_what, invite) => {
  const { requestID, result } = await world.callFunction<Reply<SignedIn>>('bob', 'session', { action: 'sign-in', invite });
  expect([result.ok, result.ok && (await invitedBy(result.value.accessToken, 'bob')), requestID.length > 0]).toEqual([true, null, true]);
});

test('[IV-5] the code counts through the website’s door, where it stands in no address of WeChat’s, and by the code of a mini program without cloud functions', async () => {
  const { accessToken, inviteCode } = await code();
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const site = `http://site.localhost:${new URL(world.url).port}/`;
  const started = await fetch(`${world.url}/service/auth/qr?${new URLSearchParams({ return_to: site, challenge, invite: inviteCode })}`, { redirect: 'manual' });
  const location = started.headers.get('location') ?? '';
  expect([started.status, location.includes(inviteCode)]).toEqual([302, false]);
  const shown = await (await fetch(location.replace(/^http:\/\/open\.weixin\.qq\.com\.localhost:\d+/, `${world.url}/open.weixin.qq.com`), { headers: { accept: 'text/html' } })).text();
  const uuid = /data-uuid="([^"]+)"/.exec(shown)?.[1] ?? '';
  await world.control('POST', '/emulator/scan', { person: 'bob', content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await world.control('POST', '/emulator/scan/confirm', { person: 'bob', uuid });
  const polled = await (await fetch(`${world.url}/open.weixin.qq.com/connect/l/qrconnect?uuid=${uuid}`)).text();
  const wxCode = /window\.wx_code='([^']*)'/.exec(polled)?.[1] ?? '';
  const back = await fetch(`${world.url}/service/auth/qr/callback?${new URLSearchParams({ code: wxCode, state: new URL(location).searchParams.get('state') ?? '' })}`, { redirect: 'manual', headers: { cookie: (started.headers.get('set-cookie') ?? '').split(';')[0] ?? '' } });
  const ticket = new URLSearchParams((back.headers.get('location') ?? '').split('#')[1]).get('ticket') ?? '';
  const post = async (path: string, body: object) => (await (await fetch(`${world.url}/service${path}`, { method: 'POST', body: JSON.stringify(body) })).json()) as Reply<SignedIn>;
  const bob = await post('/auth/ticket', { ticket, verifier });
  const carol = await post('/auth/mini-program', { code: await world.loginCode('carol'), invite: inviteCode });
  expect([bob.ok && bob.value.isNew, carol.ok && carol.value.isNew]).toEqual([true, true]);
  expect(await world.ask('alice', 'account', { action: 'invitations', accessToken })).toEqual({ invitedBy: null, invited: 2 });
});

test('[REL-20] the code costs 2; a first sign-in by it 1 more, a returning one nothing; who invited whom 2 deep, 3 in all', async () => {
  await world.holdDatabase();
  const { accessToken, inviteCode } = await code();
  expect(await world.cost((await world.call('alice', 'account', { action: 'invite', accessToken })).invocation)).toEqual({ deep: 2, all: 2 });
  const first = await world.call('bob', 'session', { action: 'sign-in', invite: inviteCode });
  const again = await world.call('bob', 'session', { action: 'sign-in', invite: inviteCode });
  expect([await world.cost(first.invocation), await world.cost(again.invocation)]).toEqual([{ deep: 4, all: 6 }, { deep: 1, all: 2 }]);
  const token = first.reply.ok ? first.reply.value.accessToken : '';
  expect(await world.cost((await world.call('bob', 'account', { action: 'invitations', accessToken: token })).invocation)).toEqual({ deep: 2, all: 3 });
});
