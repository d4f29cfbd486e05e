// The bytes of files over HTTP: read by everybody and harmless in a browser, written with a permit only.
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld(); });
afterAll(() => world.close());
beforeEach(() => world.reset());

interface Metadata { url: string; authorization: string; token: string; fileId: string; cosFileId: string }

async function metadata(path: string): Promise<Metadata> {
  const { data } = await world.control<{ data: Metadata }>('POST', '/admin/@child?', { action: 'storage.getUploadMetadata', path, method: 'put' });
  return data;
}
async function put(path: string, body: string): Promise<Response> {
  const { url, authorization } = await metadata(path);
  return fetch(url, { method: 'PUT', headers: { authorization }, body });
}
const files = async () => (await world.control<{ files: { fileId: string }[] }>('GET', '/emulator/storage')).files;

test.each([
  ['a.png', 'image/png'], ['a.JPG', 'image/jpeg'], ['a.svg', 'image/svg+xml'], ['a.html', 'text/html; charset=utf-8'], ['a.json', 'application/json; charset=utf-8'], ['a', 'application/octet-stream'], ['a.constructor', 'application/octet-stream'],
])('[FS-10] %s is served as %s to everybody, and a browser neither guesses nor runs it', async (path, contentType) => {
  expect((await put(path, '<script>bytes</script>')).status).toBe(200);
  const response = await fetch(`${world.url}/emulator/storage/${path}`);
  const { headers } = response;
  expect([response.status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([200, contentType, 'nosniff']);
  expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none';/);
  expect(await response.text()).toBe('<script>bytes</script>');
});

test('[FS-10] HEAD gives the headers alone', async () => {
  await put('a.png', 'bytes');
  const response = await fetch(`${world.url}/emulator/storage/a.png`, { method: 'HEAD' });
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '5', '']);
});

test('[FS-10] a file that is not there answers 404 in XML, as COS does', async () => {
  const response = await fetch(`${world.url}/emulator/storage/none.png`);
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/xml']);
  expect(await response.text()).toContain('<Code>NoSuchKey</Code>');
});

test.each(['/emulator/storage/', '/emulator/storage/a//b', '/emulator/storage/%2E%2E%2Fworld', '/emulator/storage/%', '/emulator/storage/a%00b'])('[FS-4] %s is no address of a file', async (address) => {
  expect((await world.status('GET', address)).status).toBe(404);
});

test('[FS-9] an upload without a permit, with one for another path, or with one of yesterday is refused in XML', async () => {
  const { url, authorization } = await metadata('a.png');
  const other = await metadata('b.png');
  const attempts = [{}, { authorization: 'guessed' }, { authorization: other.authorization }].map((headers) => fetch(url, { method: 'PUT', headers, body: 'x' }));
  await Promise.all(attempts);
  await world.advance(86_400);
  const refused = [...(await Promise.all(attempts)), await fetch(url, { method: 'PUT', headers: { authorization }, body: 'x' })];
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect(await refused[0]?.text()).toContain('<Code>AccessDenied</Code>');
  expect(await files()).toEqual([]);
});

test('[FS-9] older SDKs upload by a form with the path as its key', async () => {
  const { url, authorization, fileId } = await metadata('a.png');
  const form = (key: string) => {
    const fields = new FormData();
    for (const [name, value] of Object.entries({ key, Signature: authorization })) fields.append(name, value);
    fields.append('file', new Blob([Buffer.from([0, 13, 10, 255])]), 'a.png');
    return fields;
  };
  expect((await fetch(url, { method: 'POST', body: form('b.png') })).status).toBe(403);
  expect((await fetch(url, { method: 'POST', body: form('a.png') })).status).toBe(204);
  expect(await files()).toEqual([{ fileId, bytes: 4, contentType: 'image/png', uploadedBy: null }]);
  expect(Buffer.from(await (await fetch(`${world.url}/emulator/storage/a.png`)).arrayBuffer())).toEqual(Buffer.from([0, 13, 10, 255]));
});

test('[FS-9] a form that is none is refused', async () => {
  const { url } = await metadata('a.png');
  expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(403);
});

test('[FS-9] more than 50 MB is refused and not stored', async () => {
  const { url, authorization } = await metadata('a.bin');
  const response = await fetch(url, { method: 'PUT', headers: { authorization }, body: Buffer.alloc(50 * 1024 * 1024 + 1) });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('EntityTooLarge')]);
  expect(await files()).toEqual([]);
});

test('[FS-11] a page from elsewhere may not upload, also with a permit', async () => {
  const { url, authorization } = await metadata('a.png');
  for (const origin of ['https://evil.example', 'null']) expect((await fetch(url, { method: 'PUT', headers: { authorization, origin }, body: 'x' })).status).toBe(403);
  expect(await files()).toEqual([]);
});

test('[FS-11] another method is not allowed, and the answer says what is', async () => {
  const response = await fetch(`${world.url}/emulator/storage/a.png`, { method: 'DELETE' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, POST']);
});

test('[FS-12] a reset leaves no file and no permit', async () => {
  await put('a.png', 'bytes');
  const { url, authorization } = await metadata('b.png');
  await world.reset();
  expect(await files()).toEqual([]);
  expect((await fetch(url, { method: 'PUT', headers: { authorization }, body: 'x' })).status).toBe(403);
});

test('[FS-5] an upload belongs to the invocation that asked for it', async () => {
  const { url } = world;
  const { requestID } = await world.callFunction('alice', 'keeper', { cloudPath: 'a.png', text: 'bytes' });
  expect((await world.entriesOf(requestID, 'storage')).map(({ name, person, depth }) => [name, person, depth])).toEqual([['storage.getUploadMetadata', 'alice', 1], ['storage.put', 'alice', 2]]);
  expect(await (await fetch(`${url}/emulator/storage/a.png`)).text()).toBe('bytes');
});

test.each(['storage.batchCopyFile', 'storage.getFileAuthority'])('[DB-53] %s, which is not built, is refused by its name', async (action) => {
  expect(await world.control('POST', '/admin/@child?', { action })).toMatchObject({ code: 'NotEmulated', message: `NotEmulated: ${action}` });
});
