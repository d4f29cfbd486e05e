// A chosen picture: what it is by its bytes, checked, kept as our own copy; nothing else is stored and nobody else's file is touched.
import { importUserInfo } from '../../../auth/profile/import-user-info';
import { updateProfile } from '../../../auth/profile/update';
import type { ContentVerdict } from '../../../auth/profile/ports';
import { ban } from '../../../auth/account/ban';
import type { FileId, UserId } from '../../../auth/ids';
import { signIn } from '../../../auth/sign-in/sign-in';
import { ALICE, APP, A_TAP, NEW_YEAR, aWorld, codeOf, granted } from '../a-world';

const PNG = Buffer.from('89504e470d0a1a0a00', 'hex');
const BUCKET = 'cloud://env.bucket';

async function anEditor(verdict: ContentVerdict = 'pass') {
  const world = aWorld();
  const checked: string[] = [];
  const editing = { ...world, contentCheck: { ...world.contentCheck, picture: async ({ type }: { type: string }) => { checked.push(type); return verdict; } } };
  const { accessToken, user } = granted(await signIn(world, APP, ALICE, A_TAP));
  const upload = (bytes: Buffer, path = `avatar-uploads/${user.id}/x.png`): string => { world.files.held.set(`${BUCKET}/${path}` as FileId, bytes); return `${BUCKET}/${path}`; };
  const choose = (avatarFileId: string, nickname: string | null = null) => updateProfile(editing, APP, ALICE, accessToken, { nickname, avatarFileId, policyVersion: null });
  return { world, checked, accessToken, user, upload, choose, stored: () => [...world.rows.users.values()][0] };
}

test.each<[string, string, string]>([['JPEG', 'ffd8ffe000', 'jpg'], ['PNG', '89504e470d0a1a0a', 'png'], ['GIF', Buffer.from('GIF89a').toString('hex'), 'gif']])('[PR-9] a %s is kept as our own copy under a name that cannot be guessed', async (_kind, hex, extension) => {
  const { choose, upload, world, stored } = await anEditor();
  const { user } = granted(await choose(upload(Buffer.from(hex, 'hex'), 'anywhere/x.bin')));
  expect(user.avatarUrl).toMatch(new RegExp(`^https://files\\.example\\.com/avatars/[A-Za-z0-9_-]{22}\\.${extension}$`));
  expect(world.files.held.get(stored()?.avatarFile ?? ('' as FileId))).toEqual(Buffer.from(hex, 'hex'));
});

test('[PR-9] the upload in the person’s own folder goes once it was copied, and so does the copy before; anybody else’s file stays', async () => {
  const { choose, upload, world, stored } = await anEditor();
  const foreign = upload(PNG, 'avatar-uploads/somebody-else/x.png');
  granted(await choose(foreign));
  const first = stored()?.avatarFile;
  granted(await choose(upload(PNG)));
  expect([...world.files.held.keys()].sort()).toEqual([foreign, stored()?.avatarFile].sort());
  expect(first).not.toBe(stored()?.avatarFile);
});

test.each<[string, Buffer, ContentVerdict, string]>([
  ['that is no picture', Buffer.from('<svg onload="x">'), 'pass', 'declined'], ['of a kind WeChat does not check', Buffer.from('RIFF0000WEBP'), 'pass', 'declined'], ['WeChat finds risky', PNG, 'risky', 'declined'], ['that could not be checked', PNG, 'unavailable', 'wechat-unavailable'],
])('[PR-10] a file %s is not stored, and no copy of it stays', async (_what, bytes, verdict, code) => {
  const { choose, upload, world, stored } = await anEditor(verdict);
  const file = upload(bytes);
  expect(codeOf(await choose(file, 'Alice'))).toBe(code);
  // A declined upload goes from her own folder; one that could not be checked may be asked for again.
  expect([stored()?.avatarUrl, stored()?.nickname, [...world.files.held.keys()]]).toEqual([null, null, code === 'declined' ? [] : [file]]);
});

test.each(['', 'x.png', 'http://files.example.com/x.png', 'cloud://env.bucket', 'cloud://env.bucket/', 'cloud://env.bucket/../x', 'cloud://env.bucket/a//b', 'cloud://env.bucket/a?b'])('[PR-10] %j is no file id', async (id) => {
  expect(codeOf(await (await anEditor()).choose(id))).toBe('bad-request');
});

test('[PR-10] a file that is not there is not-found', async () => {
  expect(codeOf(await (await anEditor()).choose(`${BUCKET}/avatar-uploads/nothing.png`))).toBe('not-found');
});

test('[PR-9] her own copy, named again, is neither checked nor written', async () => {
  const { choose, upload, world, checked, stored } = await anEditor();
  granted(await choose(upload(PNG)));
  const before = stored();
  world.users.store = async () => { throw new Error('a write'); };
  expect(granted(await choose(before?.avatarFile ?? '')).user.avatarUrl).toBe(before?.avatarUrl);
  expect([checked.length, stored()]).toEqual([1, before]);
});

test('[PR-9] a user who was banned while her picture was checked gets nothing stored, and the copy goes again', async () => {
  const { choose, upload, world, stored, user } = await anEditor();
  const keep = world.files.keep;
  world.files.keep = async (...args) => { await ban(world, 'ops', user.id as UserId); return keep(...args); };
  expect(codeOf(await choose(upload(PNG)))).toBe('user-blocked');
  expect([stored()?.avatarUrl, [...world.files.held.keys()].filter((file) => file.includes('/avatars/'))]).toEqual([null, []]);
});

test('[PR-11] WeChat’s picture takes the place of a chosen one, whose copy goes', async () => {
  const { choose, upload, world, accessToken, stored } = await anEditor();
  granted(await choose(upload(PNG)));
  const data = { openId: ALICE.openId, unionIdPresent: false, nickname: 'Alice', avatarUrl: 'https://thirdwx.qlogo.cn/a/132', anonymous: false, appId: APP.appId, timestamp: NEW_YEAR };
  granted(await importUserInfo(world, APP, ALICE, accessToken, { hash: 'p', open: async () => data }, null));
  expect([stored()?.avatarUrl, stored()?.avatarFile, world.files.held.size]).toEqual(['https://thirdwx.qlogo.cn/a/132', null, 0]);
});

test('[PR-9] of pictures chosen at once the last stands, and nothing of the others stays', async () => {
  const { choose, upload, world, user, stored } = await anEditor();
  const codes = await Promise.all(['a', 'b', 'c', 'd'].map((name) => choose(upload(PNG, `avatar-uploads/${user.id}/${name}.png`))));
  expect(codes.map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect([...world.files.held.keys()]).toEqual([stored()?.avatarFile]);
});
