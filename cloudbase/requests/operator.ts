// The closed shapes of the operator door's requests.
import * as v from 'valibot';
import { ImportRows } from './import';
import { Opaque } from './shapes';

const Key = { caller: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/)), secret: v.pipe(v.string(), v.maxLength(512)) };
const Hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const WeChatId = v.pipe(v.string(), v.trim(), v.regex(/^[A-Za-z0-9_-]{1,128}$/));

export const operatorRequests = {
  find: v.strictObject({
    action: v.literal('find'), ...Key,
    by: v.union([v.strictObject({ id: Opaque }), v.strictObject({ openId: WeChatId }), v.strictObject({ unionId: WeChatId }), v.strictObject({ phone: v.pipe(v.string(), v.regex(/^\+[0-9]{5,19}$/)) })]),
  }),
  ban: v.strictObject({ action: v.literal('ban'), ...Key, userId: Opaque }),
  lift: v.strictObject({ action: v.literal('lift'), ...Key, userId: Opaque }),
  'undo-merge': v.strictObject({ action: v.literal('undo-merge'), ...Key, mergeId: Opaque }),
  'app-tokens': v.strictObject({ action: v.literal('app-tokens'), ...Key }),
  import: v.strictObject({ action: v.literal('import'), ...Key, dryRun: v.boolean(), rows: ImportRows }),
  'verify-audit': v.strictObject({
    action: v.literal('verify-audit'), ...Key,
    after: v.exactOptional(v.strictObject({ seq: v.pipe(v.number(), v.integer(), v.minValue(1)), hash: Hash })), seek: v.exactOptional(Hash),
  }),
};
