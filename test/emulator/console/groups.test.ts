// The ledger as journeys: which calls belong together, and where each lies on the timeline.
import type { Entry } from '../../../emulator/console/page/api';
import { addToGroups, type Group, moodOf, placeOf } from '../../../emulator/console/page/groups';

function anEntry(change: Partial<Entry>): Entry {
  return { id: 1, at: 0, start: 0, end: 10, kind: 'database', name: 'database.queryDocument users', invocation: 'i1', parent: null, depth: 1, person: 'alice', device: 'phone-1', outcome: 'ok', ...change };
}

it('[WB-3] an invocation and its calls are one journey in order of their start, also when the function is entered last', () => {
  const groups = new Map<string, Group>();
  addToGroups(groups, [anEntry({ id: 1, start: 4, end: 6 }), anEntry({ id: 2, start: 2, end: 9 })]);
  const [changed] = addToGroups(groups, [anEntry({ id: 3, kind: 'function', name: 'session', start: 0, end: 12 })]);
  expect(groups.size).toBe(1);
  expect(changed?.entries.map(({ id }) => id)).toEqual([3, 2, 1]);
  expect([changed?.from, changed?.till]).toEqual([0, 12]);
});

it('[WB-3] calls of other invocations and calls of none are journeys of their own', () => {
  const groups = new Map<string, Group>();
  addToGroups(groups, [anEntry({ id: 1 }), anEntry({ id: 2, invocation: 'i2' }), anEntry({ id: 3, invocation: null }), anEntry({ id: 4, invocation: null })]);
  expect([...groups.values()].map(({ entries }) => entries.map(({ id }) => id))).toEqual([[1], [2], [3], [4]]);
});

it('[WB-3] a call lies where it ran, and stays visible however short', () => {
  const group: Group = { key: 'i1', entries: [], from: 100, till: 200 };
  expect(placeOf(anEntry({ start: 150, end: 175 }), group)).toEqual({ left: 50, width: 25 });
  expect(placeOf(anEntry({ start: 200, end: 200 }), group)).toEqual({ left: 99, width: 1 });
});

it.each([['ok', 'ok'], ['refused:token-expired', 'refused'], ['errcode:40029', 'error'], ['error:DATABASE_REQUEST_FAILED', 'error'], ['crash', 'broken'], ['timeout', 'broken'], ['lost', 'broken'], ['killed', 'broken']])('[WB-4] the outcome %s shows as %s', (outcome, mood) => {
  expect(moodOf(outcome)).toBe(mood);
});
