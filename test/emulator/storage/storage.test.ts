// Files on disk: whole or not at all, there again after a restart, and permits to write them.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openPermits, type Uploader } from '../../../emulator/cloudbase/storage/permits';
import { openStorage, type Storage } from '../../../emulator/cloudbase/storage/storage';

let directory: string;
beforeEach(async () => { directory = await fs.mkdtemp(path.join(os.tmpdir(), 'storage-')); });
afterEach(() => fs.rm(directory, { recursive: true }));

const open = (sync = false): Storage => openStorage({ directory, origin: () => 'http://127.0.0.1:4000', sync });
const text = (storage: Storage, fileId: string) => storage.read(fileId)?.bytes.toString();

test.each([false, true])('[FS-8] what was put is there when opened again, with its facts (synced: %s)', (sync) => {
  const fileId = open(sync).put('头像/a b.txt', Buffer.from('{"not":"facts"}\nbytes'), 'text/plain', 'alice');
  const again = open(sync);
  expect(again.list()).toEqual([{ fileId, bytes: 21, contentType: 'text/plain', uploadedBy: 'alice' }]);
  expect([text(again, fileId), again.read(fileId)?.contentType]).toEqual(['{"not":"facts"}\nbytes', 'text/plain']);
});

test('[FS-8] bytes come back as they were, none and every one of them', () => {
  const every = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
  const storage = open();
  const [one, none] = [storage.put('every', every, 'x/y'), storage.put('none', Buffer.alloc(0), 'x/y')];
  expect([open().read(one)?.bytes, open().read(none)?.bytes]).toEqual([every, Buffer.alloc(0)]);
});

test('[FS-8] half a file that a kill left, and one that a power cut emptied, are not there', async () => {
  const fileId = open().put('a', Buffer.from('old'), 'x/y');
  await fs.writeFile(path.join(directory, 'half.draft'), '{"path":"a","contentType":"x/y","uploadedBy":null}\nne');
  await fs.writeFile(path.join(directory, 'f'.repeat(64)), '');
  const again = open();
  expect([again.list().map((file) => file.fileId), text(again, fileId)]).toEqual([[fileId], 'old']);
  expect((await fs.readdir(directory)).filter((name) => name.endsWith('.draft'))).toEqual([]);
});

test('[FS-8] a file is removed once, and cleared storage is empty when opened again', async () => {
  const storage = open();
  const [a, b] = [storage.put('a', Buffer.from('a'), 'x/y'), storage.put('b', Buffer.from('b'), 'x/y')];
  expect([storage.remove(a), storage.remove(a), storage.remove('cloud://other/b'), storage.read(a), text(open(), b)]).toEqual([true, false, false, null, 'b']);
  storage.clear();
  expect([storage.list(), open().list(), await fs.readdir(directory)]).toEqual([[], [], []]);
});

test('[FS-8] a put over a file takes its place, bytes, type and uploader', () => {
  const storage = open();
  storage.put('a', Buffer.from('one'), 'x/y', 'alice');
  const fileId = storage.put('a', Buffer.from('other'), 'x/z');
  expect(open().list()).toEqual([{ fileId, bytes: 5, contentType: 'x/z', uploadedBy: null }]);
});

test('[FS-2] the address of a file is percent-encoded, step by step; the SDK gets the plain one', () => {
  const storage = open();
  const fileId = storage.put('头/a b%#?.png', Buffer.alloc(1), 'image/png');
  expect(storage.urlOf(fileId)).toBe('http://127.0.0.1:4000/emulator/storage/%E5%A4%B4/a%20b%25%23%3F.png');
  expect(storage.plainUrlOf(fileId)).toBe('http://127.0.0.1:4000/emulator/storage/头/a b%#?.png');
});

test('[FS-4] a path that is none is refused before anything is written', async () => {
  expect(() => open().put('../a', Buffer.alloc(1), 'x/y')).toThrow(TypeError);
  expect(await fs.readdir(directory)).toEqual([]);
});

test('[FS-9] a permit is good for its path and a quarter of an hour, and names its uploader', () => {
  const clock = { at: 0, now: () => clock.at };
  const permits = openPermits(clock);
  const uploader: Uploader = { invocation: 'i', person: 'alice', app: null, device: null, kill: null };
  const authorization = permits.issue('a', uploader);
  expect([permits.check(authorization, 'a'), permits.check(authorization, 'b'), permits.check('', 'a')]).toEqual([uploader, null, null]);
  clock.at = 15 * 60_000;
  expect(permits.check(authorization, 'a')).toBeNull();
  clock.at = -15 * 60_000;
  expect(permits.check(authorization, 'a')).toBeNull();
});
