// An import that finds no world to ask: it says so, and that nothing was written.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { runImport, withFile } from './a-file';
import type { Ran } from './a-file';

const TABLE = 'appid,openid\nwxfa4e000000000001,oFAKE_alice\n';

let data: string;
let server: http.Server;
let port: number;
beforeEach(async () => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'no-world-'));
  server = http.createServer((_request, response) => { response.end('<html></html>'); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  fs.rmSync(data, { recursive: true });
});

const bring = (): Promise<Ran> => withFile(TABLE, (file) => runImport(['openids', file, '--data', data], { OPERATOR_KEY: 'test.c2VjcmV0' }));
const remembered = () => fs.writeFileSync(path.join(data, 'world.json'), JSON.stringify({ port }));

test('[IM-23] where no world was started, none answers or something else does, that is said with what to do, and it ends with 2', async () => {
  const never = await bring();
  expect([never.code, never.out, never.err]).toEqual([2, '', expect.stringContaining('No local world was started on this data; run npm start')]);
  remembered();
  const other = await bring();
  expect([other.code, other.out, other.err]).toEqual([2, '', expect.stringMatching(/What answers at .* is no local world; run npm start.*Nothing was written\./)]);
  await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  const gone = await bring();
  expect([gone.code, gone.out, gone.err]).toEqual([2, '', expect.stringMatching(/Nobody answers at .*run npm start.*Nothing was written\./)]);
});
