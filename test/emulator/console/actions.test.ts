// Which action of a door an invocation ran, as its log tells; and the number that is given to a person without one.
import { actionIn, openActions } from '../../../emulator/console/page/actions';
import { callerOf } from '../../../emulator/console/page/caller';
import type { LogLine } from '../../../emulator/console/page/api';
import { freeNumber } from '../../../emulator/console/page/person-panel';

function aLine(text: string): LogLine {
  return { id: 1, at: 0, function: 'session', invocation: 'i1', stream: 'out', text };
}

it.each([
  ['{"level":"info","requestId":"i1","door":"session","action":"sign-in"}', 'sign-in'],
  ['{"level":"info","requestId":"i1","door":"session","action":null}', null],
  ['{"level":"alarm","requestId":"i1","event":"sign-in"}', null],
  ['{"requestId":"i2","door":"session","action":"of another invocation"}', null],
  ['{"requestId":"i1","door":"profile","action":"of another door"}', null],
  ['{"requestId":"i1","door":"session","action":"GET /app-token/wx"}', null],
  ['{"requestId":"i1","door":"session","action":"97_pretended-token_AAAA"}', null],
  ['{ no JSON', null],
  ['action sign-in', null],
])('[WB-18] the line %s tells the action %s', (text, action) => {
  expect(actionIn(aLine(text))).toBe(action);
});

it('[WB-18] an invocation keeps its action until it is forgotten', () => {
  const actions = openActions();
  expect(actions.learn([aLine('warm'), aLine('{"requestId":"i1","door":"session","action":"refresh"}')])).toEqual(['i1']);
  expect([actions.of('i1'), actions.of('i2'), actions.of(null)]).toEqual(['refresh', null, null]);
  actions.forget('i1');
  expect(actions.of('i1')).toBeNull();
});

it('[WB-22] a function is said to be of a person, of a timer, of HTTP or of nobody; its calls say nothing', () => {
  const ofFunction = [{ person: 'alice' }, { person: null, trigger: 'timer' as const }, { person: null, trigger: 'http' as const }, { person: null }].map((entry) => callerOf({ kind: 'function', ...entry }));
  expect(ofFunction).toEqual(['alice', '定时', 'HTTP', '—']);
  expect(callerOf({ kind: 'database', person: 'alice' })).toBe('');
});

it('[WB-19] the number given is the first that nobody has', () => {
  expect(freeNumber([{ phone: null }])).toBe('+8613800000001');
  expect(freeNumber([{ phone: '+8613800000001' }, { phone: '+8613800000003' }])).toBe('+8613800000002');
});
