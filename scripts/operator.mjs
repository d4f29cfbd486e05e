// `npm run operator -- <what>`: asks the operator function of the local world, or prints the event for the cloud console's test button.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { showAppTokens } from './operator/app-token-status.mjs';
import { adviceFor, showUndone } from './operator/undone.mjs';
import { ask, readKey, Usage, worldNow, worldUrl } from './operator/world.mjs';

const USAGE = `npm run operator -- find --id <user id> | --openid <openid> | --unionid <unionid> | --phone <+8613800000000>
npm run operator -- ban <user id>
npm run operator -- lift <user id>
npm run operator -- undo-merge <merge id>
npm run audit:verify [-- --head <hash from a log line of housekeeping>]
npm run app-token -- status [--json]

The local world is asked, with the key that lies beside its data (--data DIR, as given to npm start).
For the cloud: set OPERATOR_KEY=<caller>.<secret> and add --print; paste the event into the console's test button (云端测试) of the function "operator".`;

/** What each action wants, and what is true then: the second time as well. */
const DONE = {
  ban: { wants: 'userId', say: (_value, id) => `${id} is banned; every call of hers is refused from now on.` },
  lift: { wants: 'userId', say: (_value, id) => `${id} is banned no more; whoever held a session signs in again by a tap.` },
  'undo-merge': { wants: 'mergeId', say: showUndone },
};
const WORDS = { userId: 'a user id', mergeId: 'a merge id' };

/** An id has 22 letters, and one in 64 begins with a dash: no option does, of that length. */
const DASHED_ID = /^-[A-Za-z0-9_-]{21}$/;

function spelledOut(words) {
  const isOfOption = (at) => words[at - 1] === '--id' && DASHED_ID.test(words[at] ?? '');
  const objects = words.filter((word, at) => DASHED_ID.test(word) && !isOfOption(at));
  const others = words.flatMap((word, at) => (DASHED_ID.test(word) ? [] : [isOfOption(at + 1) ? `--id=${words[at + 1]}` : word]));
  return [...others, '--', ...objects];
}

function readArguments() {
  try {
    return parseArgs({
      args: spelledOut(process.argv.slice(2)),
      allowPositionals: true,
      options: { id: { type: 'string' }, openid: { type: 'string' }, unionid: { type: 'string' }, phone: { type: 'string' }, data: { type: 'string' }, head: { type: 'string' }, print: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new Usage(error.message);
  }
}

/** What is asked, without the key. */
function requestOf([action, object, ...rest], { id, openid, unionid, phone, json }) {
  if (rest.length > 0) throw new Usage(`${rest[0]} is one word too many.`);
  if (action === 'app-token') {
    if (object !== 'status') throw new Usage('app-token has one command: status.');
    return { action: 'app-tokens' };
  }
  if (json) throw new Usage('--json goes with app-token status.');
  if (Object.hasOwn(DONE, action ?? '')) {
    const { wants } = DONE[action];
    if (object === undefined) throw new Usage(`${action} wants ${WORDS[wants]}; find tells it.`);
    return { action, [wants]: object };
  }
  if (action === 'verify-audit') return { action };
  if (action !== 'find') throw new Usage(action === undefined ? 'What is to be done?' : `${action} is nothing an operator can do here.`);
  const by = Object.entries({ id, openId: openid, unionId: unionid, phone }).filter(([, value]) => value !== undefined);
  if (by.length !== 1) throw new Usage('find wants exactly one of --id, --openid, --unionid, --phone.');
  if (phone !== undefined && !/^\+[0-9]{5,19}$/.test(phone)) throw new Usage(`${phone} is no phone number as +8613800000000: country code first, digits alone.`);
  return { action, by: Object.fromEntries(by) };
}

/** Page by page, to the end or to the first break. */
async function verifyAudit(url, key, expected) {
  let after;
  let rows = 0;
  let isSeen = expected === undefined;
  for (;;) {
    const page = await ask(url, { ...key, action: 'verify-audit', ...(after ? { after } : {}), ...(expected ? { seek: expected } : {}) });
    rows += page.rows;
    isSeen ||= page.isSought;
    if (page.broken) return { ok: false, sentence: `The chain is broken at row ${page.broken.seq}: ${page.broken.what}.` };
    if (page.isWhole) {
      if (!isSeen) return { ok: false, sentence: `The chain holds, and ${expected} is not in it: its end was cut off, or it was written anew.` };
      return { ok: true, sentence: `${rows} rows hold; the head is ${page.head?.hash ?? '(none)'}.` };
    }
    after = page.head;
  }
}

async function showStatus(url, event, { json }) {
  const value = await ask(url, event);
  console.log(json ? JSON.stringify(value, null, 2) : showAppTokens(value.apps, await worldNow(url)));
}

async function main() {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(USAGE);
  const data = path.resolve(values.data ?? '.local');
  const request = requestOf(positionals, values);
  const key = readKey(data);
  if (values.print) return console.log(JSON.stringify({ ...key, ...request }));
  if (values.head !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(values.head)) throw new Usage(`${values.head} is no hash of a log line: auditHead has 43 letters.`);
  if (request.action === 'app-tokens') return showStatus(worldUrl(data), { ...key, ...request }, values);
  if (request.action === 'find') return console.log(JSON.stringify(await ask(worldUrl(data), { ...key, ...request }), null, 2));
  if (request.action !== 'verify-audit') {
    const { wants, say } = DONE[request.action];
    const value = await ask(worldUrl(data), { ...key, ...request });
    return console.log(say(value, request[wants]));
  }
  const { ok, sentence } = await verifyAudit(worldUrl(data), key, values.head);
  console.log(sentence);
  if (!ok) process.exitCode = 1;
}

main().catch((error) => {
  console.error(error instanceof Usage ? `${error.message}\n\n${USAGE}` : [error.message, adviceFor(error)].filter(Boolean).join('\n'));
  process.exitCode = error instanceof Usage ? 2 : 1;
});
