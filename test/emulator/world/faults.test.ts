// Which calls a fault hits, and how often.
import { type Fault, openFaults } from '../../../emulator/world/faults';

const aDelay = { target: 'database', call: '*', kind: 'delay', milliseconds: 5 } as const;

/** Whether each of `calls` database calls is hit. */
function hits(fault: Fault, calls: number): boolean[] {
  const faults = openFaults();
  faults.add(fault);
  return Array.from({ length: calls }, () => faults.hit('database', 'database.getDocument users', 'alice').length > 0);
}

test('[CT6] a fault hits once, the next call, unless told otherwise', () => {
  expect(hits(aDelay, 3)).toEqual([true, false, false]);
});

test('[CT6] nth is the first hit and times is how many follow', () => {
  expect(hits({ ...aDelay, nth: 2, times: 2 }, 5)).toEqual([false, true, true, false, false]);
});

test('[CT6] times 0 hits until the fault is deleted', () => {
  const faults = openFaults();
  const id = faults.add({ ...aDelay, nth: 2, times: 0 });
  const answers = [1, 2, 3].map(() => faults.hit('database', 'x', null).length);
  expect(faults.list()).toEqual([expect.objectContaining({ id, seen: 3, fired: 2 })]);
  expect(faults.remove(id)).toBe(true);
  expect([...answers, faults.hit('database', 'x', null).length]).toEqual([0, 1, 1, 0]);
  expect(faults.remove(id)).toBe(false);
});

test("[CT7] a fault for one person neither hits nor counts another's calls", () => {
  const faults = openFaults();
  faults.add({ ...aDelay, nth: 2, person: 'bob' });
  const who = ['bob', 'alice', null, 'bob'].map((person) => faults.hit('database', 'x', person).length);
  expect(who).toEqual([0, 0, 0, 1]);
});

test.each([
  ['*', 'database.modifyDocument identities', true],
  ['database.modifyDocument identities', 'database.modifyDocument identities', true],
  ['database.modifyDocument', 'database.modifyDocument identities', true],
  ['database', 'database.modifyDocument identities', true],
  ['database.modify', 'database.modifyDocument identities', false],
  ['database.modifyDocument ident', 'database.modifyDocument identities', false],
  ['app-token', 'app-token-http', false],
  ['modifyDocument', 'database.modifyDocument identities', false],
])('[CT7] the call %j and the name %j: %j', (call, name, isHit) => {
  const faults = openFaults();
  faults.add({ ...aDelay, call });
  expect(faults.hit('database', name, null).length > 0).toBe(isHit);
});

test('[CT7] a fault of another target is not hit', () => {
  const faults = openFaults();
  faults.add(aDelay);
  expect(faults.hit('wechat', 'sns/jscode2session', null)).toEqual([]);
});

test('[FN39] a call that is spared is neither hit nor counted', () => {
  const faults = openFaults();
  faults.add({ ...aDelay, nth: 2 });
  const answers = [{ spared: true }, {}, { spared: true }, { spared: false }].map((by) => faults.hit('database', 'x', null, by).length);
  expect(answers).toEqual([0, 0, 0, 1]);
  expect(faults.list()).toEqual([expect.objectContaining({ seen: 2, fired: 1 })]);
});

test('[CT6] faults that hit one call come in the order they were set, as what to do', () => {
  const faults = openFaults();
  faults.add({ ...aDelay, person: 'alice', nth: 1, times: 0 });
  faults.add({ target: 'database', call: 'database.getDocument', kind: 'error', code: 'SYS_ERR' });
  expect(faults.hit('database', 'database.getDocument users', 'alice')).toEqual([{ kind: 'delay', milliseconds: 5 }, { kind: 'error', code: 'SYS_ERR' }]);
});
