// The house keeps its floors: the real tree passes, and each planted fault is caught with a sentence.
import { checkHouse } from './rules/check';
import { readTree } from './tree';

const FIRST_LINE = '// Planted.\n';
/** Sentences about one planted file in an otherwise empty house. */
const planted = (file: string, text: string): string[] => checkHouse({ [file]: FIRST_LINE + text });

const faults: [rule: string, what: string, file: string, text: string, says: RegExp][] = [
  ['HO-1', 'auth that imports a wall', 'auth/session/issue.ts', "import { send } from '../../wechat/send';\nsend();", /imports \.\.\/\.\.\/wechat\/send: auth holds rules/],
  ['HO-1', 'auth that takes a value from contract', 'auth/a.ts', "import { X } from '../contract/reply';\nX();", /imports \.\.\/contract\/reply: auth holds rules/],
  ['HO-1', 'a wall that calls a rule', 'cloudbase/a.ts', "import { renew } from '../auth/session/renew';\nrenew();", /decisions belong in auth/],
  ['HO-1', 'a door that imports another door', 'cloudfunctions/session/index.ts', "export { main } from '../profile/index';", /knows no other door/],
  ['HO-1', 'a door that reaches WeChat itself', 'cloudfunctions/session/index.ts', "void import('../../wechat/sns/jscode2session');", /through cloudfunctions\/wiring/],
  ['HO-1', 'a phone that imports a rule', 'miniprogram/pages/home/home.ts', "import { verify } from '../../../auth/session/verify';\nverify();", /contract's types alone/],
  ['HO-1', 'a client that takes a rule along', 'clients/node/a.ts', "import { verify } from '../../auth/session/verify';\nverify();", /published apart/],
  ['HO-1', 'a page that takes the client’s sources', 'web/demo/demo.js', "import { createClient } from '../../clients/browser/index.js';\ncreateClient();", /loads the built client/],
  ['HO-1', 'a type borrowed by import()', 'contract/a.ts', "export type A = import('../auth/ids').UserId;", /imports \.\.\/auth\/ids \(types\)/],
  ['HO-1', 'a file on no floor', 'utils/a.ts', 'export const a = 1;', /stands on no floor/],
  ['HO-2', 'auth that imports the cloud', 'auth/session/issue.ts', "import cloud from 'wx-server-sdk';\ncloud.init();", /auth\/session\/issue\.ts imports wx-server-sdk: auth holds rules; what it needs from the world arrives through auth\/ports\.ts\./],
  ['HO-2', 'a wall with a heavy parser', 'cloudbase/a.ts', "import { z } from 'zod';\nz.string();", /imports zod/],
  ['HO-2', 'a door that opens a file', 'cloudfunctions/session/index.ts', "import fs from 'node:fs';\nfs.readFileSync('x');", /imports node:fs/],
  ['HO-2', 'a client that needs a package', 'clients/node/a.ts', "import { z } from 'zod';\nz.string();", /imports zod: a client is published apart/],
  ['HO-2', 'a computed require', 'wechat/a.ts', "const name = 'x';\nrequire(name);", /imports \?/],
  ['HO-3', 'auth that reads the clock', 'auth/a.ts', 'export const now = () => Date.now();', /uses Date: auth holds rules; take the time/],
  ['HO-3', 'auth that throws dice', 'auth/a.ts', 'export const n = Math.random();', /uses Math\.random/],
  ['HO-3', 'auth that takes dice from node:crypto', 'auth/a.ts', "import { randomBytes } from 'node:crypto';\nrandomBytes(1);", /takes randomBytes/],
  ['HO-3', 'auth that fetches', 'auth/a.ts', "void fetch('x');", /uses fetch/],
  ['HO-3', 'auth that logs', 'auth/a.ts', "console.log('x');", /uses console/],
  ['HO-3', 'auth that reads the environment', 'auth/a.ts', "export const s = process.env['S'];", /uses process/],
  ['HO-3', 'WeChat\'s client that fetches', 'wechat/a.ts', "void fetch('x');", /node:https answers/],
  ['HO-4', 'jsonwebtoken in a third file', 'auth/session/issue.ts', "import jwt from 'jsonwebtoken';\njwt.decode('x');", /only auth\/session\/sign\.ts/],
  ['HO-4', 'verification by the machine\'s clock', 'auth/session/verify.ts', "import jwt from 'jsonwebtoken';\njwt.verify('x', 'k', { algorithms: ['ES256'] });", /without an explicit clockTimestamp/],
  ['HO-4', 'verification by the token\'s own algorithm', 'auth/session/verify.ts', "import { verify } from 'jsonwebtoken';\nverify('x', 'k', { clockTimestamp: 1 });", /without an explicit algorithms/],
  ['HO-4', 'signing without an end', 'auth/session/sign.ts', "import jwt from 'jsonwebtoken';\njwt.sign({ iat: 1 }, 'k', { algorithm: 'ES256' });", /without an explicit exp/],
  ['HO-6', 'a value in contract', 'contract/limits.ts', 'export const LIMIT = 3;', /holds a value/],
  ['HO-6', 'an enumeration in contract', 'contract/kinds.ts', 'export enum Kind { A }', /holds a value/],
  ['HO-7', 'a long door', 'cloudfunctions/session/index.ts', 'export const a = 1;\n'.repeat(41), /more than 40/],
  ['HO-8', 'a branch on being local', 'cloudbase/a.ts', "export const local = process.env['NODE_ENV'] !== 'production';", /must not know/],
  ['HO-8', 'a comment on being local', 'wechat/a.ts', '// In the Emulator this answers at once.', /must not know/],
  ['HO-9', 'a page that calls the cloud', 'miniprogram/pages/home/home.ts', "void wx.cloud.callFunction({ name: 'session' });", /uses wx\.cloud/],
  ['HO-9', 'a page that takes the cloud apart', 'miniprogram/pages/home/home.ts', "const { cloud } = wx;\ncloud.init();", /uses wx\.cloud/],
  ['HO-9', 'a page that owns storage', 'miniprogram/pages/home/home.ts', "wx.setStorageSync('a', 1);", /uses wx\.setStorageSync/],
  ['HO-9', 'a component that calls a service', 'miniprogram/components/avatar/avatar.ts', "import { signIn } from '../../services/session';\nsignIn();", /a component shows/],
  ['HO-10', 'a room that looks into another', 'emulator/wechat/codes.ts', "import { openDatabase } from '../cloudbase/database/database';\nopenDatabase();", /emulator\/world composes/],
  ['HO-10', 'a local world that imports a rule', 'emulator/world/main.ts', "import { verify } from '../../auth/session/verify';\nverify();", /agrees with it by construction/],
  ['HO-10', 'a local world that takes types of the product', 'emulator/wechat/a.ts', "import type { Reply } from '../../contract/reply';\nexport type R = Reply<1>;", /none imports the product/],
  ['HO-11', 'a file that has grown', 'wechat/a.ts', 'export const a = 1;\n'.repeat(300), /has 301 lines/],
  ['HO-12', 'an unfinished place', 'wechat/a.ts', `// ${'TO'}DO: later`, /unfinished/],
  ['HO-12', 'a hole in the types', 'wechat/a.ts', `export const a = JSON.parse('1') as ${'an'}y;`, /hole in the types/],
  ['HO-12', 'a rule set aside without a reason', 'wechat/a.ts', `// ${'biome-'}ignore lint/suspicious/noConfusingVoidType\nexport type A = void;`, /hole in the types/],
  ['HO-12', 'a test that sleeps', 'test/wechat/a.test.ts', `test.${'sk'}ip('x', () => {});`, /does not run/],
  ['HO-12', 'a path of one machine', 'README.md', `cd /${'ho'}me/someone`, /path of one machine/],
];

test.each(faults)('[%s] %s is caught', (_rule, _what, file, text, says) => {
  expect(planted(file, text)).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
});

test('[HO-5] two files that hold the SDK are caught, and one outside cloudbase', () => {
  const holder = `${FIRST_LINE}import cloud from 'wx-server-sdk';\ncloud.init();`;
  expect(checkHouse({ 'cloudbase/cloud.ts': holder })).toEqual([]);
  expect(checkHouse({ 'cloudbase/cloud.ts': holder, 'cloudbase/users.ts': holder })).toEqual([expect.stringMatching(/cloudbase\/cloud\.ts and cloudbase\/users\.ts import wx-server-sdk/)]);
  expect(checkHouse({ 'cloudfunctions/wiring.ts': holder })).toEqual(expect.arrayContaining([expect.stringMatching(/only cloudbase\/ knows the cloud/)]));
});

test('[HO-9] two services that own storage are caught', () => {
  const owner = `${FIRST_LINE}wx.removeStorageSync('a');`;
  expect(checkHouse({ 'miniprogram/services/storage.ts': owner, 'miniprogram/services/session.ts': owner })).toEqual([expect.stringMatching(/use storage: let one service own it/)]);
});

test('[HO-12] a file without a first sentence is caught', () => {
  expect(checkHouse({ 'wechat/a.ts': 'export const a = 1;' })).toEqual([expect.stringMatching(/opens without a comment/)]);
});

test('[HO-3] what only looks worldly passes: types, members and names of the file itself', () => {
  const text = 'export interface Clock { now(): Date }\nexport function f(clock: { Date: number }, process: Date | null): number { return process ? clock.Date : 0; }';
  expect(planted('auth/a.ts', text)).toEqual([]);
});

test.each([
  ['auth/session/verify.ts', "import jwt from 'jsonwebtoken';\njwt.verify('x', 'k', { algorithms: ['ES256'], clockTimestamp: 1 });"],
  ['cloudbase/users.ts', "import type { Users } from '../auth/ports';\nimport type { User } from '../contract/doors';\nexport type A = [Users, User];"],
  ['cloudfunctions/session/index.ts', "import { ports } from '../wiring';\nexport const main = () => ports();"],
  ['emulator/wechat/codes.ts', "import { NotEmulated } from '../ports';\nimport fs from 'node:fs';\nfs.existsSync(String(NotEmulated));"],
  ['clients/node/ask.ts', "import { createHmac } from 'node:crypto';\nimport type { Reply } from '../../contract/reply';\nimport { errors } from './errors';\nexport type A = Reply<1>;\nerrors(createHmac);"],
  ['web/demo/demo.js', "import { createClient } from './wechat-accounts.js';\nimport { words } from './words.js';\ncreateClient(words);"],
  ['miniprogram/services/cloud.ts', "import type { Doors } from '../../contract/doors';\nexport type A = Doors;\nvoid wx.cloud.callFunction({ name: 'a' });"],
])('[HO-1] what the table allows %s passes', (file, text) => {
  expect(planted(file, text)).toEqual([]);
});

test('[HO-1] the house itself keeps every rule', () => {
  expect(checkHouse(readTree())).toEqual([]);
});
