// How deep a call stands, and which entries are kept.
import type { CallStart } from '../../../emulator/ports';
import { openLedger } from '../../../emulator/world/ledger';

const clock = { now: () => 1_760_000_000_000 };

function aCall(change: Partial<CallStart> = {}): CallStart {
  return { kind: 'database', name: 'database.getDocument users', invocation: 'one', bytesIn: 10, ...change };
}

test('[CT4] a call that arrives after an answer is one deeper than it; calls that arrive together are equally deep', () => {
  const ledger = openLedger(clock);
  const first = ledger.begin(aCall());
  const beside = ledger.begin(aCall());
  first.finish('ok', 1);
  const second = ledger.begin(aCall());
  beside.finish('ok', 1);
  second.finish('ok', 1);
  ledger.begin(aCall()).finish('ok', 1);
  expect(ledger.after(0).entries.map((entry) => entry.depth)).toEqual([1, 1, 2, 3]);
});

test('[CT4] depth counts only calls of the same kind and invocation, and is null without an invocation', () => {
  const ledger = openLedger(clock);
  ledger.begin(aCall()).finish('ok', 1);
  ledger.begin(aCall({ kind: 'wechat' })).finish('ok', 1);
  ledger.begin(aCall({ invocation: 'two' })).finish('ok', 1);
  ledger.begin(aCall({ invocation: null })).finish('ok', 1);
  ledger.begin(aCall()).finish('ok', 1);
  expect(ledger.after(0).entries.map((entry) => entry.depth)).toEqual([1, 1, 1, null, 2]);
});

test('[CT4] a call that is never answered makes no other one deeper', () => {
  const ledger = openLedger(clock);
  ledger.begin(aCall());
  ledger.begin(aCall()).finish('ok', 1);
  expect(ledger.after(0).entries.map((entry) => entry.depth)).toEqual([1]);
});

test('[CT5] entries are numbered as they are answered, so that asking after the last one seen misses none', () => {
  const ledger = openLedger(clock);
  const outer = ledger.begin(aCall({ kind: 'function', name: 'session' }));
  ledger.begin(aCall()).finish('ok', 1);
  const { last } = ledger.after(0);
  outer.finish('refused:token-expired', 7);
  expect(ledger.after(last).entries).toEqual([expect.objectContaining({ id: last + 1, name: 'session', outcome: 'refused:token-expired', bytesIn: 10, bytesOut: 7, at: 1_760_000_000_000 })]);
});

test('[CT5] the last 10,000 entries are kept', () => {
  const ledger = openLedger(clock);
  for (let n = 0; n < 10_003; n++) ledger.begin(aCall()).finish('ok', 1);
  const { entries, last } = ledger.after(0);
  expect([entries.length, entries[0]?.id, last]).toEqual([10_000, 4, 10_003]);
  expect(ledger.after(10_001).entries.map((entry) => entry.id)).toEqual([10_002, 10_003]);
});

test('[CT5] what was begun before the ledger was cleared does not appear in it', () => {
  const ledger = openLedger(clock);
  const before = ledger.begin(aCall());
  ledger.clear();
  before.finish('killed', 0);
  expect(ledger.after(0)).toEqual({ entries: [], last: 0 });
});
