// Asks a running local world for an app's access_token, as a server of your own would, and prints its length and its end, never the token.
import fs from 'node:fs';
import path from 'node:path';
import { appTokenClient } from '../index.js'; // elsewhere: from 'wechat-accounts-node'

const USAGE = `node app-token.mjs [appid] [the world's data folder]
  wxfa4e000000000001 and .local when left out`;

const [appId = 'wxfa4e000000000001', data = '.local'] = process.argv.slice(2);

function stop(sentence) {
  console.error(`${sentence}\n\n${USAGE}`);
  process.exit(2);
}

function read(name, otherwise) {
  const file = path.join(data, name);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : stop(`There is no ${file}: ${otherwise}`);
}

if (appId === '--help') {
  console.log(USAGE);
  process.exit();
}
const { port } = JSON.parse(read('world.json', 'start the local world (npm start) or name its data folder.'));
const [caller, secret] = read('server-key', 'start the local world without --env SERVER_KEYS, which keeps it from writing one.').split('.');
const world = `http://127.0.0.1:${port}`;

// The workbench moves the world's time, and requests are signed with it. In the cloud leave `clock` out.
const response = await fetch(`${world}/emulator/clock`).catch(() => stop(`Nobody answers at ${world}: start the local world (npm start).`));
const ahead = (await response.json()).now - Date.now();
const centre = appTokenClient({ url: `${world}/service`, caller, secret, clock: () => Date.now() + ahead });

const { appAccessToken, expiresAt } = await centre.get(appId).catch((error) => stop(error.message));
console.log(`${appId}: a token of ${appAccessToken.length} characters, until ${new Date(expiresAt).toISOString()}`);
