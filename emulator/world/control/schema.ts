// The shapes the control plane and the seed file take; unknown keys are refused.
import * as v from 'valibot';
import { badRequest } from './refused';

const text = v.string();
export const personName = v.pipe(text, v.regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name matches [a-z][a-z0-9-]{0,30}'));
/** Functions refuse a local WeChat for any other appid. */
const appid = v.pipe(text, v.regex(/^wxfa4e[0-9a-f]{12}$/, "an appid of the local world is 'wxfa4e' and 12 lower-case hex digits"));

export const personChange = v.strictObject({
  name: personName,
  nickname: v.exactOptional(text),
  avatarUrl: v.exactOptional(text),
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
  secret: v.exactOptional(v.pipe(text, v.minLength(1))),
  sessionKeyRotation: v.exactOptional(v.picklist(['always', 'min-interval', 'never'])),
});

export const seedFile = v.strictObject({
  people: v.exactOptional(v.array(personChange)),
  apps: v.exactOptional(v.array(appChange)),
  collections: v.exactOptional(v.record(v.string(), v.array(v.record(v.string(), v.unknown())))),
});

export const nothing = v.strictObject({});

/** @throws Refused with what is wrong and where */
export function shaped<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const read = v.safeParse(schema, value);
  if (read.success) return read.output;
  throw badRequest(describeIssue(read.issues[0]));
}

export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue);
  return where === null ? issue.message : `${where}: ${issue.message}`;
}
