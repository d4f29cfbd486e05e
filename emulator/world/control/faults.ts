// GET, POST and DELETE /emulator/faults
import * as v from 'valibot';
import { onlyOne, wholeNumber } from './query';
import type { ControlPorts, ControlRequest } from './ports';
import { unknownName } from './refused';
import { shaped } from './schema';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const common = {
  nth: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  times: v.exactOptional(count),
  person: v.exactOptional(v.string()),
  call: v.pipe(v.string(), v.minLength(1)),
};
/** Ten minutes; a timer of 25 days and more would fire at once. */
const LONGEST_DELAY = 600_000;
const delay = { ...common, kind: v.literal('delay'), milliseconds: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_DELAY)) };

const wechatFault = v.variant('kind', [
  v.strictObject({ target: v.literal('wechat'), ...common, kind: v.literal('errcode'), errcode: v.pipe(v.number(), v.integer()) }),
  v.strictObject({ target: v.literal('wechat'), ...common, kind: v.literal('status'), status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)) }),
  v.strictObject({ target: v.literal('wechat'), ...common, kind: v.picklist(['hang', 'refuse', 'drop-before', 'drop-after', 'html', 'empty', 'truncated', 'drip']) }),
  v.strictObject({ target: v.literal('wechat'), ...delay }),
]);
const databaseFault = v.variant('kind', [
  v.strictObject({ target: v.literal('database'), ...common, kind: v.literal('error'), code: v.pipe(v.string(), v.minLength(1)) }),
  v.strictObject({ target: v.literal('database'), ...common, kind: v.picklist(['applied-lost', 'drop-before', 'hang', 'kill-before', 'kill-after']) }),
  v.strictObject({ target: v.literal('database'), ...delay }),
]);
const functionFault = v.strictObject({ target: v.literal('function'), ...common, kind: v.picklist(['crash', 'timeout']) });
const phoneFault = v.strictObject({ target: v.literal('phone'), ...common, kind: v.literal('offline') });
const fault = v.variant('target', [wechatFault, databaseFault, functionFault, phoneFault]);

export function listFaults({ faults }: ControlPorts): unknown {
  return { faults: faults.list() };
}

export function setFault({ faults, wechat }: ControlPorts, { body }: ControlRequest): unknown {
  const wanted = shaped(fault, body);
  if (wanted.person !== undefined && !wechat.people.find(wanted.person)) throw unknownName('person', wanted.person);
  return { id: faults.add(wanted) };
}

/** All, or `?id=N`. */
export function deleteFaults({ faults }: ControlPorts, { query }: ControlRequest): unknown {
  const id = onlyOne(query, 'id');
  if (id === null) faults.clear();
  else if (!faults.remove(wholeNumber('id', id))) throw unknownName('fault', id);
  return {};
}
