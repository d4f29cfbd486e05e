// Asks a running local world for an app's access_token, as a server of your own would, and prints its length and its end, never the token.
// node dist/clients/node/examples/app-token.mjs [appid] [the world's data folder]
import fs from 'node:fs';
import path from 'node:path';
import { appTokenClient } from '../index.js'; // elsewhere: from 'wechat-accounts-node'

const [appId = 'wxfa4e000000000001', data = '.local'] = process.argv.slice(2);
const read = (name) => fs.readFileSync(path.join(data, name), 'utf8').trim();

const { port } = JSON.parse(read('world.json'));
const [caller, secret] = read('server-key').split('.');
const centre = appTokenClient({ url: `http://127.0.0.1:${port}/service`, caller, secret });

const { appAccessToken, expiresAt } = await centre.get(appId);
console.log(`${appId}: a token of ${appAccessToken.length} characters, until ${new Date(expiresAt).toISOString()}`);
