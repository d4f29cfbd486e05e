// The unmodified SDK stores, lists, reads and removes files at the local world.
import { type FixtureWorld, openFixtureWorld } from '../support/fixture-world';
import { type SdkProcess, startSdk } from './sdk-process';

const BUCKET = 'cloud://local-1a2b3c.6c6f-local-1a2b3c-1250000000/';
const BYTES = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0xff]);

let world: FixtureWorld;
let sdk: SdkProcess;
beforeAll(async () => {
  world = await openFixtureWorld({ seed: { people: [{ name: 'alice' }] } });
  sdk = startSdk(`${world.url}/admin/@sdk?`);
});
afterAll(async () => {
  await sdk.close();
  await world.close();
});
beforeEach(() => world.reset());

const upload = (cloudPath: string, bytes = BYTES) => sdk.outcome(({ cloud }, given) => cloud.uploadFile(given), { cloudPath, fileContent: bytes });
const storageCalls = async () => (await world.ledgerSince()).filter(({ kind }) => kind === 'storage').map(({ name, outcome }) => `${name} ${outcome}`);
const files = async () => (await world.control<{ files: Record<string, unknown>[] }>('GET', '/emulator/storage')).files;

test.each(['avatars/a.png', '头像/小明 1.png', 'a b/100%.png', 'x&y=z+1.png'])('[FS-1] uploadFile puts bytes at %s, and downloadFile gives the same', async (cloudPath) => {
  expect(await upload(cloudPath)).toMatchObject({ ok: true, value: { fileID: BUCKET + cloudPath, errMsg: 'uploadFile:ok' } });
  const { fileContent, statusCode } = await sdk.run(({ cloud }, fileID) => cloud.downloadFile({ fileID }), BUCKET + cloudPath);
  expect([Buffer.from(fileContent).equals(BYTES), statusCode]).toEqual([true, 200]);
  expect(await files()).toEqual([{ fileId: BUCKET + cloudPath, bytes: BYTES.length, contentType: 'image/png', uploadedBy: null }]);
});

test('[FS-1] an upload takes the place of what was there, and a large one arrives whole', async () => {
  const large = Buffer.alloc(12 * 1024 * 1024, 'large ');
  await upload('a.bin');
  expect(await upload('a.bin', large)).toMatchObject({ ok: true });
  const isWhole = await sdk.run(async ({ cloud }, fileID) => {
    const { fileContent } = await cloud.downloadFile({ fileID });
    return fileContent.length === 12 * 1024 * 1024 && fileContent.equals(Buffer.alloc(fileContent.length, 'large '));
  }, `${BUCKET}a.bin`);
  expect(isWhole).toBe(true);
});

test('[FS-2] getTempFileURL gives a public address for a file, and -503003 for one that is not there', async () => {
  await upload('a/b.png');
  const { fileList } = await sdk.run(({ cloud }, fileID) => cloud.getTempFileURL({ fileList: [fileID, `${fileID}2`, { fileID, maxAge: 60 }, 'cloud://other.bucket/a/b.png'] }), `${BUCKET}a/b.png`);
  const there = { fileID: `${BUCKET}a/b.png`, status: 0, errMsg: 'ok', tempFileURL: `${world.url}/emulator/storage/a/b.png` };
  const missing = { status: -503003, errMsg: 'storage file not exists', tempFileURL: '' };
  expect(fileList).toEqual([{ ...there, maxAge: 86_400 }, { ...missing, fileID: `${BUCKET}a/b.png2` }, { ...there, maxAge: 60 }, { ...missing, fileID: 'cloud://other.bucket/a/b.png' }]);
});

test('[FS-3] deleteFile removes files and says which were not there', async () => {
  await upload('a.png');
  await upload('b.png');
  const { fileList } = await sdk.run(({ cloud }, fileID) => cloud.deleteFile({ fileList: [fileID, fileID, 'cloud://x'] }), `${BUCKET}a.png`);
  const missing = { status: -503003, errMsg: 'storage file not exists' };
  expect(fileList).toEqual([{ fileID: `${BUCKET}a.png`, status: 0, errMsg: 'ok' }, { fileID: `${BUCKET}a.png`, ...missing }, { fileID: 'cloud://x', ...missing }]);
  expect((await files()).map(({ fileId }) => fileId)).toEqual([`${BUCKET}b.png`]);
});

// The SDK's trap: of a call that fails as a whole it loses the cloud's code, and of this one the message too.
test('[FS-7] downloadFile of a file that is not there fails without saying why', async () => {
  expect(await sdk.outcome(({ cloud }, fileID) => cloud.downloadFile({ fileID }), `${BUCKET}none.png`)).toMatchObject({ ok: false, errCode: -1, errMsg: 'downloadFile:fail undefined' });
});

test.each([
  ['a slash in front', '/a.png'], ['a doubled slash', 'a//b.png'], ['a step up', 'a/../b.png'], ['no name', 'a/'], ['a dot', '.'], ['a control character', 'a\u0000.png'], ['a backslash', 'a\\b'], ['851 bytes', 'x'.repeat(851)],
])('[FS-4] a path with %s is none of a file: nothing is stored', async (_, cloudPath) => {
  expect(await upload(cloudPath)).toMatchObject({ ok: false });
  expect(await files()).toEqual([]);
});

test('[FS-3] more than 50 files at once are refused', async () => {
  const list = Array.from({ length: 51 }, (_, n) => `${BUCKET}${n}.png`);
  expect(await sdk.outcome(({ cloud }, fileList) => cloud.deleteFile({ fileList }), list)).toMatchObject({ ok: false, errCode: -1, errMsg: 'deleteFile:fail [InvalidParameter] fileid_list has at most 50 files' });
  expect(await sdk.outcome(({ cloud }, fileList) => cloud.getTempFileURL({ fileList }), list)).toMatchObject({ ok: false, errCode: -1, errMsg: 'getTempFileURL:fail [InvalidParameter] file_list has at most 50 files' });
});

test('[FS-5] each step stands in the ledger by its name', async () => {
  await upload('a.png');
  await sdk.run(({ cloud }, fileID) => cloud.downloadFile({ fileID }).then(() => null), `${BUCKET}a.png`);
  await sdk.run(({ cloud }, fileID) => cloud.deleteFile({ fileList: [fileID] }), `${BUCKET}a.png`);
  expect(await storageCalls()).toEqual(['storage.getUploadMetadata ok', 'storage.put ok', 'storage.batchGetDownloadUrl ok', 'storage.get ok', 'storage.batchDeleteFile ok']);
});

test.each([
  [{ call: 'storage.getUploadMetadata', kind: 'errcode', errcode: -503002 }, 0],
  [{ call: 'storage.put', kind: 'errcode', errcode: -503001 }, 0],
  [{ call: 'storage.put', kind: 'drop-before' }, 0],
  [{ call: 'storage.put', kind: 'drop-after' }, 1],
  [{ call: 'storage', kind: 'status', status: 502 }, 0],
])('[FS-6] the fault %j fails an upload, and %d file stands', async (fault, stored) => {
  await world.setFault({ target: 'wechat', ...fault });
  expect(await upload('a.png')).toMatchObject({ ok: false });
  expect(await files()).toHaveLength(stored);
  expect(await upload('a.png')).toMatchObject({ ok: true });
});

test('[FS-6] a fault of removing leaves the file', async () => {
  await upload('a.png');
  await world.setFault({ target: 'wechat', call: 'storage.batchDeleteFile', kind: 'errcode', errcode: -503001 });
  expect(await sdk.outcome(({ cloud }, fileID) => cloud.deleteFile({ fileList: [fileID] }), `${BUCKET}a.png`)).toMatchObject({ ok: false, errMsg: 'deleteFile:fail a fault was set' });
  expect(await files()).toHaveLength(1);
});
