// The closed shape of the rows that an import brings. What an id may be the rules judge row by row, so that one bad row is told and the others go on.
import * as v from 'valibot';
import { Moment } from './shapes';

/** As many of the smallest rows as an event holds (200 members); larger ones fill it sooner. */
const MOST_ROWS = 40;
const MOST_IDENTITIES = 20;

const Text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const Identity = v.strictObject({ appId: Text(128), kind: v.exactOptional(Text(32)), openId: Text(256), unionId: v.exactOptional(Text(256)) });
const Row = v.strictObject({
  line: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  identities: v.pipe(v.array(Identity), v.minLength(1), v.maxLength(MOST_IDENTITIES)),
  nickname: v.exactOptional(Text(512)), avatarUrl: v.exactOptional(Text(2048)), phone: v.exactOptional(Text(64)), banned: v.exactOptional(v.boolean()), registeredAt: v.exactOptional(Moment),
});

export const ImportRows = v.pipe(v.array(Row), v.minLength(1), v.maxLength(MOST_ROWS));
