// Inserts and gets per second of the local database over raw HTTP on one connection, beside a Map behind the same HTTP server.
import { perSecond, poster, rate } from './measure.mjs';
import { startBare, startWorld } from './processes.mjs';

const TIME = 3000;
const COLLECTION = 'notes';
const insert = (id) => ({ action: 'database.insertDocument', collectionName: COLLECTION, data: [JSON.stringify({ _id: id, text: 'a note of ordinary length', userId: 'u1', n: { $numberInt: '1' } })] });
const get = (id) => ({ action: 'database.getDocument', collectionName: COLLECTION, queryType: 'DOC', query: JSON.stringify({ _id: id }), multi: false, limit: 1 });
const match = (id) => ({ action: 'database.aggregateDocuments', collectionName: COLLECTION, stages: [{ stageKey: '$match', stageValue: JSON.stringify({ _id: id }) }] });

const MAP = `(() => { const rows = new Map(); return (text, response) => {
  const body = JSON.parse(text);
  if (body.data) { const row = JSON.parse(body.data[0]); rows.set(row._id, row); response.end(JSON.stringify({ data: { insertedIds: [row._id] } })); }
  else response.end(JSON.stringify({ data: { list: [JSON.stringify(rows.get(JSON.parse(body.query)._id))] } }));
}; })()`;

async function once(client, where, body) {
  const answer = await client.post(where, body);
  if (answer.code || answer.error || !answer.data) throw new Error(`the database refused ${body.action}: ${JSON.stringify(answer)}`);
  return answer;
}

async function ratesAt(url, where, read) {
  const client = poster(url);
  try {
    const inserts = await rate(TIME, 1, (_, count) => once(client, where, insert(`n${count}`)));
    const gets = await rate(TIME, 1, (_, count) => once(client, where, read(`n${count % inserts.count}`)));
    return { inserts: perSecond(inserts.count, inserts.elapsed), gets: perSecond(gets.count, gets.elapsed) };
  } finally { client.close(); }
}

/** The verb for one document, or the aggregate that the doors read with where that verb is not built. */
async function readerFor(url, where) {
  const client = poster(url);
  try { const answer = await client.post(where, get('none')); return answer.data ? get : match; } catch { return match; } finally { client.close(); }
}

export async function databaseRates() {
  const world = await startWorld();
  const bare = await startBare(MAP);
  const where = '/admin?env=bench&seqId=1';
  try {
    const read = await readerFor(world.url, where);
    const ours = await ratesAt(world.url, where, read);
    const floor = await ratesAt(bare.ready.url, '/', get);
    return [
      { figure: 'database inserts, one connection', measured: ours.inserts, goal: '≥ 4,000/s', baseline: `Map behind node:http ${floor.inserts}` },
      { figure: `database ${read === get ? 'gets' : 'reads by $match'}, one connection`, measured: ours.gets, goal: '≥ 8,000/s', baseline: `Map behind node:http ${floor.gets}` },
    ];
  } finally { await world.stop(); await bare.stop(); }
}
