// database.aggregateDocuments: a pipeline of $match, $lookup, $project and $limit.
import { NotEmulated } from '../../../ports';
import { decode, encode } from '../ejson';
import { find } from '../find';
import { compileQuery, matches } from '../match/query';
import { invalidParameter, readFailed } from '../refusal';
import { lookup } from '../stages/lookup';
import { projectStage } from '../stages/project';
import { type Document, isDocument, type Value } from '../values';
import { type Body, collectionOf, type Reading } from './verb';

type Stage = (documents: Document[], argument: Value, reading: Reading) => Document[];

function objectOf(stage: string, argument: Value): Document {
  if (!isDocument(argument)) throw readFailed(`the ${stage} specification must be an object`);
  return argument;
}

function limit(documents: Document[], argument: Value): Document[] {
  if (typeof argument !== 'number' || !Number.isInteger(argument) || argument < 1) throw readFailed('the limit must be positive');
  return documents.slice(0, argument);
}

const STAGES: Record<string, Stage> = {
  $match(documents, argument) {
    const test = compileQuery(objectOf('$match', argument));
    return documents.filter((document) => matches(test, document));
  },
  $lookup: (documents, argument, reading) => lookup(documents, objectOf('$lookup', argument), reading.findCollection),
  $project: (documents, argument) => projectStage(documents, objectOf('$project', argument)),
  $limit: limit,
};

interface Call { name: string; argument: Value; run: Stage }

function readStage(stage: unknown, now: number): Call {
  const { stageKey: name, stageValue: text } = (stage ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof text !== 'string') throw invalidParameter('a stage needs stageKey and stageValue');
  const run = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
  if (!run) throw new NotEmulated(`aggregation stage ${name}`);
  return { name, argument: decode(text, now), run };
}

export function aggregateDocuments(body: Body, reading: Reading): { list: string[] } {
  const collection = collectionOf(body, reading);
  const { stages } = body;
  if (!Array.isArray(stages)) throw invalidParameter('stages must be a list');
  const calls = stages.map((stage) => readStage(stage, reading.now));
  const [first] = calls;
  // A first $match is a query: it may go by _id or an index.
  const isQuery = first?.name === '$match' && isDocument(first.argument);
  const start = find(collection, isQuery && isDocument(first.argument) ? first.argument : {}).map(({ stored }) => stored.document);
  const result = (isQuery ? calls.slice(1) : calls).reduce((documents, { run, argument }) => run(documents, argument, reading), start);
  return { list: result.map((document) => encode(document)) };
}
