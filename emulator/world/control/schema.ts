// The shapes the control plane and the seed file take; unknown keys are refused.
import * as v from 'valibot';
import { AVATAR_URL_RULE, isAvatarUrl, isNickname, isSecret, NICKNAME_RULE, SECRET_RULE } from '../../wechat/wechat';
import { badRequest } from './refused';

type JsonObject = Record<string, unknown>;

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of any fields, as it came: valibot's record leaves out fields named as those of every object, such as constructor. */
export const jsonObject = v.custom<JsonObject>(isJsonObject, 'give a JSON object');

const text = v.string();
export const personName = v.pipe(text, v.regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name matches [a-z][a-z0-9-]{0,30}'));
/** Functions refuse a local WeChat for any other appid. */
const appid = v.pipe(text, v.regex(/^wxfa4e[0-9a-f]{12}$/, "an appid of the local world is 'wxfa4e' and 12 lower-case hex digits"));

export const personChange = v.strictObject({
  name: personName,
  nickname: v.exactOptional(v.pipe(text, v.check(isNickname, NICKNAME_RULE))),
  avatarUrl: v.exactOptional(v.pipe(text, v.check(isAvatarUrl, AVATAR_URL_RULE))),
  phone: v.exactOptional(v.nullable(v.pipe(text, v.regex(/^\+[1-9]\d{6,14}$/, 'a phone is E.164, as +8613800000001')))),
  unionid: v.exactOptional(v.boolean()),
  blocked: v.exactOptional(v.boolean()),
  snapshot: v.exactOptional(v.boolean()),
});

export const appChange = v.strictObject({
  appid,
  kind: v.exactOptional(v.picklist(['mini-program', 'official-account', 'website'])),
  name: v.exactOptional(text),
  openPlatform: v.exactOptional(v.nullable(v.pipe(text, v.minLength(1)))),
  secret: v.exactOptional(v.pipe(text, v.check(isSecret, SECRET_RULE))),
  sessionKeyRotation: v.exactOptional(v.picklist(['always', 'min-interval', 'never'])),
});

export const seedFile = v.strictObject({
  people: v.exactOptional(v.array(personChange)),
  apps: v.exactOptional(v.array(appChange)),
  collections: v.exactOptional(v.custom<Record<string, JsonObject[]>>(isListOfDocuments, 'give { <collection>: [documents] }')),
});

function isListOfDocuments(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every((documents) => Array.isArray(documents) && documents.every(isJsonObject));
}

export const nothing = v.strictObject({});

/** @throws Refused with what is wrong and where */
export function shaped<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const read = readShape(schema, value);
  if ('wrong' in read) throw badRequest(read.wrong);
  return read.shape;
}

/** What is wrong and where, for who refuses in another way. */
export function readShape<T>(schema: v.GenericSchema<unknown, T>, value: unknown): { shape: T } | { wrong: string } {
  // To valibot an array without entries is an object without fields, and a field that every object inherits is known.
  if (!isJsonObject(value)) return { wrong: 'give a JSON object' };
  const inherited = Object.keys(value).find((key) => key in Object.prototype);
  if (inherited !== undefined) return { wrong: `${inherited}: no such field is known` };
  const read = v.safeParse(schema, value);
  return read.success ? { shape: read.output } : { wrong: describeIssue(read.issues[0]) };
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue);
  return where === null ? issue.message : `${where}: ${issue.message}`;
}
