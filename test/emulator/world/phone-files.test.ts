// wx.cloud's files on a phone: whose they are, what is refused, and what a lost network makes of them.
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

const BUCKET = 'cloud://local-1a2b3c.6c6f-local-1a2b3c-1250000000/';
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld(); });
afterAll(() => world.close());
beforeEach(() => world.reset());

const upload = (person: string, cloudPath: string, bytes = PNG) => world.phone(person, 'cloud.uploadFile', { args: { cloudPath, contentBase64: bytes.toString('base64') } });
const files = async () => (await world.control<{ files: Record<string, unknown>[] }>('GET', '/emulator/storage')).files;
async function bytesAt(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

test('[FS-13] uploadFile stores a person\'s file, and the control plane lists it with its uploader', async () => {
  expect(await upload('alice', 'avatars/a.png')).toEqual({ ok: true, result: { fileID: `${BUCKET}avatars/a.png`, statusCode: 200, errMsg: 'cloud.uploadFile:ok' } });
  expect(await files()).toEqual([{ fileId: `${BUCKET}avatars/a.png`, bytes: PNG.length, contentType: 'image/png', uploadedBy: 'alice' }]);
  expect((await world.ledgerSince()).map(({ kind, name, person, app, device, bytesIn, outcome }) => [kind, name, person, app, device, bytesIn, outcome])).toEqual([['storage', 'storage.put', 'alice', 'wxfa4e000000000001', 'phone-1', PNG.length, 'ok']]);
});

test('[FS-13] getTempFileURL gives a percent-encoded address of each file, and says which is not there', async () => {
  await upload('alice', '头像/a 1.png');
  const answer = await world.phone<{ fileList: { tempFileURL: string }[] }>('bob', 'cloud.getTempFileURL', { args: { fileList: [`${BUCKET}头像/a 1.png`, { fileID: `${BUCKET}none`, maxAge: 60 }] } });
  const there = { fileID: `${BUCKET}头像/a 1.png`, tempFileURL: `${world.url}/emulator/storage/%E5%A4%B4%E5%83%8F/a%201.png`, maxAge: 86_400, status: 0, errMsg: 'ok' };
  expect(answer).toEqual({ ok: true, result: { errMsg: 'cloud.getTempFileURL:ok', fileList: [there, { fileID: `${BUCKET}none`, tempFileURL: '', maxAge: 60, status: -503003, errMsg: 'storage file not exists' }] } });
  expect(await bytesAt(there.tempFileURL)).toEqual(PNG);
});

test('[FS-13] downloadFile leaves a temporary file, which its phone can show and upload, and no other phone', async () => {
  await upload('alice', 'a.png');
  const answer = await world.phone<{ tempFilePath: string }>('bob', 'cloud.downloadFile', { args: { fileID: `${BUCKET}a.png` } });
  const filePath = answer.ok ? answer.result.tempFilePath : '';
  expect(answer).toEqual({ ok: true, result: { tempFilePath: expect.stringMatching(/^http:\/\/tmp\/[0-9a-f]{24}\.png$/), statusCode: 200, errMsg: 'cloud.downloadFile:ok' } });
  expect(await bytesAt(`${world.url}/emulator/temporary-files/${filePath.slice('http://tmp/'.length)}`)).toEqual(PNG);
  expect(await world.phone('bob', 'cloud.uploadFile', { args: { cloudPath: 'b', filePath } })).toMatchObject({ ok: true });
  expect((await files())[1]).toEqual({ fileId: `${BUCKET}b`, bytes: PNG.length, contentType: 'image/png', uploadedBy: 'bob' });
  expect(await world.phone('alice', 'cloud.uploadFile', { args: { cloudPath: 'c', filePath } })).toEqual({ ok: false, error: { errMsg: "cloud.uploadFile:fail file doesn't exist", errCode: -1 } });
});

test('[FS-13] a picture chosen by chooseAvatar is uploaded by its path', async () => {
  const chosen = await world.phone<{ avatarUrl: string }>('alice', 'chooseAvatar', { args: { contentBase64: PNG.toString('base64'), fileName: 'me.png' } });
  const filePath = chosen.ok ? chosen.result.avatarUrl : '';
  expect(await bytesAt(`${world.url}/emulator/temporary-files/${filePath.slice('http://tmp/'.length)}`)).toEqual(PNG);
  expect(await world.phone('alice', 'cloud.uploadFile', { args: { cloudPath: 'avatars/me', filePath } })).toMatchObject({ ok: true });
  expect(await files()).toEqual([{ fileId: `${BUCKET}avatars/me`, bytes: PNG.length, contentType: 'image/png', uploadedBy: 'alice' }]);
});

test('[FS-13] downloadFile of a file that is not there fails by -503003', async () => {
  expect(await world.phone('bob', 'cloud.downloadFile', { args: { fileID: `${BUCKET}a.png` } })).toEqual({ ok: false, error: { errCode: -503003, errMsg: `cloud.downloadFile:fail Error: errCode: -503003 storage file not exists | errMsg: ${BUCKET}a.png` } });
});

test('[FS-13] a temporary file that is not there is not found', async () => {
  expect((await world.status('GET', '/emulator/temporary-files/none.png')).status).toBe(404);
});

test('[FS-14] everybody reads, only the uploader and functions write over a file or delete it', async () => {
  await upload('alice', 'a.png');
  await world.callFunction('alice', 'keeper', { cloudPath: 'b.png', text: 'x' });
  const mine = [`${BUCKET}a.png`, `${BUCKET}b.png`, `${BUCKET}none`];
  for (const path of ['a.png', 'b.png']) expect(await upload('bob', path)).toEqual({ ok: false, error: { errCode: -503002, errMsg: 'cloud.uploadFile:fail Error: errCode: -503002 storage permission denied | errMsg: the file belongs to somebody else' } });
  const statuses = async (person: string) => {
    const answer = await world.phone<{ fileList: { fileID: string; status: number; errMsg: string }[] }>(person, 'cloud.deleteFile', { args: { fileList: mine } });
    return answer.ok ? answer.result.fileList.map(({ status, errMsg }) => [status, errMsg]) : answer.error;
  };
  const denied = [-503002, 'storage permission denied'];
  const missing = [-503003, 'storage file not exists'];
  expect(await statuses('bob')).toEqual([denied, denied, missing]);
  expect(await upload('alice', 'a.png', Buffer.from('new'))).toMatchObject({ ok: true });
  expect(await statuses('alice')).toEqual([[0, 'ok'], denied, missing]);
  expect((await files()).map(({ fileId }) => fileId)).toEqual([`${BUCKET}b.png`]);
});

test('[FS-15] 10 MB pass and arrive whole; a byte more is too large', async () => {
  const most = Buffer.alloc(10 * 1024 * 1024, 'large ');
  expect(await upload('alice', 'a.png', most)).toMatchObject({ ok: true });
  expect((await bytesAt(`${world.url}/emulator/storage/a.png`)).equals(most)).toBe(true);
  expect(await upload('alice', 'b.png', Buffer.alloc(most.length + 1))).toMatchObject({ ok: false, error: { errCode: -403001 } });
  expect(await files()).toHaveLength(1);
});

test.each(['/a.png', '../a.png', 'a//b', ''])('[FS-4] the phone\'s cloudPath %j is none of a file', async (cloudPath) => {
  expect(await upload('alice', cloudPath)).toMatchObject({ ok: false, error: { errCode: -501007 } });
  expect(await files()).toEqual([]);
});

test.each([
  ['cloud.uploadFile', { cloudPath: 'a' }], ['cloud.uploadFile', { cloudPath: 'a', contentBase64: '', filePath: 'http://tmp/a' }], ['cloud.uploadFile', { cloudPath: 'a', contentBase64: '%' }], ['cloud.uploadFile', { contentBase64: '' }],
  ['cloud.getTempFileURL', { fileList: ['http://a'] }], ['cloud.getTempFileURL', { fileList: Array(51).fill('cloud://a') }], ['cloud.deleteFile', {}], ['cloud.downloadFile', { fileID: 1 }], ['cloud.downloadFile', { fileID: 'cloud://a', odd: 1 }],
])('[CT13] %s with %j is a bad request', async (api, args) => {
  expect((await world.status('POST', `/emulator/phone/alice/${api}`, { args })).status).toBe(400);
});

test.each([
  [{ target: 'phone', call: 'cloud.uploadFile', kind: 'offline' }, -1, 'network is offline', 0],
  [{ target: 'wechat', call: 'storage.put', kind: 'errcode', errcode: -503001 }, -503001, 'errCode: -503001', 0],
  [{ target: 'wechat', call: 'storage.put', kind: 'hang' }, -1, 'timeout', 0],
  [{ target: 'wechat', call: 'storage', kind: 'drop-before' }, -1, 'connection was lost', 0],
  [{ target: 'wechat', call: 'storage.put', kind: 'drop-after' }, -1, 'connection was lost', 1],
  [{ target: 'wechat', call: 'storage.put', kind: 'status', status: 502, person: 'alice' }, -1, 'connection was lost', 0],
])('[FS-6] the fault %j fails a phone\'s upload with %d, and what was done stands', async (fault, errCode, words, stored) => {
  await world.setFault(fault);
  expect(await upload('alice', 'a.png')).toEqual({ ok: false, error: { errCode, errMsg: expect.stringContaining(words) } });
  expect(await files()).toHaveLength(stored);
  expect(await upload('alice', 'a.png')).toMatchObject({ ok: true });
});

test('[FS-6] a delay holds a phone\'s upload, which is done', async () => {
  await world.setFault({ target: 'wechat', call: 'storage.put', kind: 'delay', milliseconds: 50 });
  expect(await upload('alice', 'a.png')).toMatchObject({ ok: true });
  const [entry] = await world.ledgerSince();
  expect((entry?.end ?? 0) - (entry?.start ?? 0)).toBeGreaterThanOrEqual(45);
});
