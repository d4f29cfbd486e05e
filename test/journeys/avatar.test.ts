// A picture of her own choosing: chosen, uploaded, checked by WeChat, kept as a copy; and what is not stored.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { aPicture, chooseAvatar, chosenPicture, storedFiles, upload, uploadBytes } from './a-life';

let world: Journey;
beforeAll(async () => { world = await startJourney(); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

const CHECK = 'security.imgSecCheck';
const paths = async () => (await storedFiles(world)).map(({ fileId }) => fileId.split('/').slice(3).join('/'));
const update = (person: string, accessToken: string, avatarFileId: string) => world.call(person, 'profile', { action: 'update', accessToken, avatarFileId });
const judge = (person: string, accessToken: string, avatarFileId: string) => world.judge(person, 'profile', { action: 'update', accessToken, avatarFileId });
const avatarOf = async (person: string, accessToken: string) => (await world.ask(person, 'profile', { action: 'get', accessToken })).user.avatarUrl;
const bytesAt = async (url: string | null) => Buffer.from(await (await fetch(url ?? '')).arrayBuffer());
const COPY = /^avatars\/[A-Za-z0-9_-]{22}\.png$/;

test('[PR-9] her WeChat picture and one from her album become her picture; a copy under a name of ours remains, the upload and the copy before it go', async () => {
  const { accessToken, user } = await world.signIn('alice');
  const first = await world.ask('alice', 'profile', { action: 'update', accessToken, avatarFileId: await chosenPicture(world, 'alice', user.id) });
  expect(first.user.avatarUrl).toMatch(/\/avatars\/[A-Za-z0-9_-]{22}\.(png|jpg)$/);
  const picture = aPicture('from the album');
  const { reply } = await update('alice', accessToken, await chosenPicture(world, 'alice', user.id, picture));
  expect(reply.ok).toBe(true);
  const url = await avatarOf('alice', accessToken);
  expect(url).not.toBe(first.user.avatarUrl);
  expect((await bytesAt(url)).equals(picture)).toBe(true);
  expect(await paths()).toEqual([expect.stringMatching(COPY)]);
  expect(url).not.toContain(user.id);
});

test('[PR-9] the copy does not change and does not go when the phone deletes or replaces what it uploaded', async () => {
  const { accessToken } = await world.signIn('alice');
  const picture = aPicture('as it was checked');
  const file = await upload(world, 'alice', 'album/mine.png', await chooseAvatar(world, 'alice', picture));
  await world.ask('alice', 'profile', { action: 'update', accessToken, avatarFileId: file });
  await uploadBytes(world, 'alice', 'album/mine.png', aPicture('something else now'));
  expect((await bytesAt(await avatarOf('alice', accessToken))).equals(picture)).toBe(true);
  expect((await world.phone('alice', 'cloud.deleteFile', { args: { fileList: [file] } })).ok).toBe(true);
  expect((await bytesAt(await avatarOf('alice', accessToken))).equals(picture)).toBe(true);
});

test('[PR-10] a picture that WeChat’s check finds risky is declined: the button gives none, and one uploaded past it is not stored', async () => {
  const { accessToken, user } = await world.signIn('alice');
  await expect(chooseAvatar(world, 'alice', aPicture('forbidden-picture'))).rejects.toThrow('chooseAvatar:fail');
  const file = await uploadBytes(world, 'alice', `avatar-uploads/${user.id}/x.png`, aPicture('forbidden-picture'));
  expect((await update('alice', accessToken, file)).reply).toMatchObject({ ok: false, refusal: { code: 'declined', retry: 'now' } });
  expect([await avatarOf('alice', accessToken), await paths()]).toEqual([null, []]);
});

test.each([
  { kind: 'errcode', errcode: -1 }, { kind: 'errcode', errcode: 48001 }, { kind: 'drop-before' }, { kind: 'html' }, { kind: 'empty' }, { kind: 'truncated' },
])('[PR-10] with the check answering %j nothing is stored, the picture before it stays, and the same file may be asked for again, after which it goes', async (fault) => {
  const { accessToken, user } = await world.signIn('alice');
  await world.ask('alice', 'profile', { action: 'update', accessToken, avatarFileId: await chosenPicture(world, 'alice', user.id, aPicture('before')) });
  const before = await avatarOf('alice', accessToken);
  const file = await chosenPicture(world, 'alice', user.id, aPicture('after'));
  await world.setFault({ target: 'wechat', call: CHECK, ...fault });
  expect((await update('alice', accessToken, file)).reply).toMatchObject({ ok: false, refusal: { code: 'wechat-unavailable', retry: 'later' } });
  expect(await avatarOf('alice', accessToken)).toBe(before);
  expect([await judge('alice', accessToken, file), (await paths()).length]).toEqual(['ok', 1]);
});

test('[REL-09] with the check hanging the door answers within its own time, and nothing is stored', async () => {
  const { accessToken, user } = await world.signIn('alice');
  const file = await chosenPicture(world, 'alice', user.id);
  await world.setFault({ target: 'wechat', call: CHECK, kind: 'hang' });
  expect((await update('alice', accessToken, file)).reply).toMatchObject({ ok: false, refusal: { code: 'wechat-unavailable' } });
  expect(await avatarOf('alice', accessToken)).toBeNull();
}, 20_000);

test('[PR-10] what is no picture, is too large, is not there or is no file id is refused', async () => {
  const { accessToken, user } = await world.signIn('alice');
  const put = (name: string, bytes: Buffer) => uploadBytes(world, 'alice', `avatar-uploads/${user.id}/${name}`, bytes);
  const missing = (await put('text.png', Buffer.from('<svg onload=alert(1)>'))).replace('text.png', 'missing.png');
  expect(await judge('alice', accessToken, await put('text.png', Buffer.from('<svg onload=alert(1)>')))).toBe('declined');
  expect(await judge('alice', accessToken, await put('large.png', Buffer.concat([aPicture('large'), Buffer.alloc(1024 * 1024)])))).toBe('not-found');
  expect(await judge('alice', accessToken, missing)).toBe('not-found');
  for (const none of ['', 'https://a.example/a.png', 'cloud://other', 'x'.repeat(600)]) expect(await judge('alice', accessToken, none)).toBe('bad-request');
  expect([await avatarOf('alice', accessToken), (await paths()).filter((path) => COPY.test(path))]).toEqual([null, []]);
});

test('[PR-9] a file of somebody else’s that she names is copied at most, never removed', async () => {
  const { accessToken } = await world.signIn('alice');
  const bob = await world.signIn('bob');
  const bobs = await chosenPicture(world, 'bob', bob.user.id, aPicture('of bob'));
  await world.ask('bob', 'profile', { action: 'update', accessToken: bob.accessToken, avatarFileId: bobs });
  const [bobsCopy] = await storedFiles(world);
  const waiting = await chosenPicture(world, 'bob', bob.user.id, aPicture('of bob, not yet sent'));
  for (const file of [bobsCopy?.fileId ?? '', waiting]) expect(await judge('alice', accessToken, file)).toBe('ok');
  const left = (await storedFiles(world)).map(({ fileId }) => fileId);
  expect(left).toEqual(expect.arrayContaining([bobsCopy?.fileId, waiting]));
  expect((await bytesAt(await avatarOf('bob', bob.accessToken))).equals(aPicture('of bob'))).toBe(true);
});

test('[PR-9] her own copy, named again, stays as it is', async () => {
  const { accessToken, user } = await world.signIn('alice');
  await world.ask('alice', 'profile', { action: 'update', accessToken, avatarFileId: await chosenPicture(world, 'alice', user.id, aPicture('mine')) });
  const [copy] = await storedFiles(world);
  expect(await judge('alice', accessToken, copy?.fileId ?? '')).toBe('ok');
  expect((await bytesAt(await avatarOf('alice', accessToken))).equals(aPicture('mine'))).toBe(true);
});

test('[PR-8] nickname and picture come together or not at all', async () => {
  const { accessToken, user } = await world.signIn('alice');
  const file = await chosenPicture(world, 'alice', user.id);
  await world.setFault({ target: 'wechat', call: CHECK, kind: 'errcode', errcode: 87014 });
  expect(await world.judge('alice', 'profile', { action: 'update', accessToken, nickname: 'Alice', avatarFileId: file })).toBe('declined');
  expect((await world.ask('alice', 'profile', { action: 'get', accessToken })).user).toMatchObject({ nickname: null, avatarUrl: null });
  const again = await chosenPicture(world, 'alice', user.id);
  expect((await world.ask('alice', 'profile', { action: 'update', accessToken, nickname: 'Alice', avatarFileId: again })).user).toMatchObject({ nickname: 'Alice', avatarUrl: expect.stringMatching(/^http/) });
});
