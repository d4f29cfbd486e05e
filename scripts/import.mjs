// `npm run import -- <table> <file>`: brings the users of a uni-id export or of a table of openids into this system, and tells what contradicts itself.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { batchesOf } from './import/batches.mjs';
import { readTextFile } from './import/file.mjs';
import { gather } from './import/gather.mjs';
import { readOpenids } from './import/openids.mjs';
import { namesApps, readAppArguments } from './import/platforms.mjs';
import { reportOf, showReport } from './import/report.mjs';
import { Unreadable } from './import/text.mjs';
import { readUniIdUsers } from './import/uni-id-users.mjs';
import { send } from './import/send.mjs';
import { readKey, Usage, worldUrl } from './operator/world.mjs';

const USAGE = `npm run import -- uni-id-users <file> --app mp-weixin=<appid> [--app h5-weixin=<appid>] [--app web-weixin=<appid>]
npm run import -- openids <file>

--dry-run   tells what would be done, and writes nothing
--json      the report as JSON
--data DIR  the folder of the local world, as given to npm start
--print     asks nobody: prints the events for the function "operator", one to a line; with OPERATOR_KEY=<caller>.<secret>, for the cloud

uni-id-users: an export of that collection, a JSON array or one document to a line.
openids: CSV with a header line, commas or tabs, or one JSON object to a line: appid, kind, openid, unionid, nickname, avatar_url, phone, user, registered_at.
Ends with 0, with 1 where there are conflicts or the work was cut, with 2 where it was not begun.`;

const TABLES = { 'uni-id-users': readUniIdUsers, openids: readOpenids };

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { app: { type: 'string', multiple: true }, 'dry-run': { type: 'boolean' }, data: { type: 'string' }, json: { type: 'boolean' }, print: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new Usage(error.message);
  }
}

/** The whole file is read before anything is asked: one that cannot be read changes nothing. */
function readTable([table, file, ...rest], apps) {
  if (table === undefined) throw new Usage('Which table is it?');
  if (!Object.hasOwn(TABLES, table)) throw new Usage(`${table} is no table that can be brought in: uni-id-users, openids.`);
  if (file === undefined) throw new Usage(`${table} wants a file.`);
  if (rest.length > 0) throw new Usage(`${rest[0]} is one word too many.`);
  const platforms = readAppArguments(apps ?? []);
  if (table === 'openids' && apps) throw new Usage('--app goes with uni-id-users: each row of openids names its app.');
  if (!fs.existsSync(file)) throw new Usage(`There is no ${file}.`);
  const text = readTextFile(file);
  if (text.trim() === '') throw new Unreadable('The file is empty.');
  if (table === 'uni-id-users' && platforms.size === 0 && !namesApps(text)) throw new Usage('uni-id-users names platforms, not apps: say which app each is by --app mp-weixin=<appid>.');
  const read = TABLES[table](text, platforms);
  if (read.claims.length + read.skipped.length === 0) throw new Unreadable('The file holds nobody.');
  return read;
}

function print(head, rows) {
  for (const batch of batchesOf(rows)) console.log(JSON.stringify({ ...head, rows: batch }));
  return { outcomes: [], cut: null };
}

async function main() {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(USAGE);
  const table = readTable(positionals, values.app);
  const { rows, conflicts } = gather(table.claims);
  const data = path.resolve(values.data ?? '.local');
  const head = { ...readKey(data), action: 'import', dryRun: values['dry-run'] ?? false };
  const { outcomes, cut } = values.print ? print(head, rows) : await send(worldUrl(data), head, rows);
  const report = reportOf({ ...table, dryRun: head.dryRun, rows, conflicts: [...table.conflicts, ...conflicts], outcomes });
  const show = values.print ? console.error : console.log;
  show(values.json ? JSON.stringify(report, null, 2) : showReport(report, values.print ? 'printed' : 'asked'));
  if (cut !== null) console.error(cut);
  if (report.conflicts.length > 0 || cut !== null) process.exitCode = 1;
}

/** What the sentence does not say by itself. */
function explained(error) {
  if (error instanceof Usage) return `${error.message}\n\n${USAGE}`;
  return error instanceof Unreadable ? `${error.message}\nNothing was asked and nothing written: mend the file and run it again.` : error.message;
}

main().catch((error) => {
  console.error(explained(error));
  process.exitCode = error instanceof Usage || error instanceof Unreadable ? 2 : 1;
});
