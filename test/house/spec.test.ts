// SPEC.md and the test titles tell the same story.
import { citedIn, specFaults, statedIn, testsNamedIn, titlesIn } from './spec';
import { only, readTree } from './tree';

const tree = readTree();
const spec = tree['SPEC.md'] ?? '';
const tests = only(tree, (file) => file.endsWith('.test.ts'));

test('[HO-18] every rule is cited by a test title and every cited rule is stated', () => {
  expect(statedIn(spec).length).toBeGreaterThan(50);
  expect(specFaults(spec, tests)).toEqual([]);
});

test('[HO-18] every test file SPEC.md names is there', () => {
  expect(testsNamedIn(spec).filter((file) => !(file in tree))).toEqual([]);
});

test('[HO-18] an untested rule, an unstated one, a number used twice, a title without a rule and an empty promise are caught', () => {
  expect(specFaults('- **AB-1** Holds.\n', {})).toEqual([expect.stringMatching(/states AB-1, and no test title cites it/)]);
  expect(specFaults('', { 'a.test.ts': "test('[AB-2] holds', f);" })).toEqual([expect.stringMatching(/cites AB-2, which SPEC\.md does not state/)]);
  expect(specFaults('- **AB-1** Holds.\n- **AB-1** Again.\n', { 'a.test.ts': "test('[AB-1] holds', f);" })).toEqual([expect.stringMatching(/states AB-1 twice/)]);
  expect(specFaults('', { 'a.test.ts': "it('works', f);" })).toEqual([expect.stringMatching(/"works" cites no rule/)]);
  expect(specFaults('| a promise | AB-9 |\n', {})).toEqual([expect.stringMatching(/promises AB-9 in a table/)]);
});

test('[HO-18] titles are read from every way to write a test', () => {
  const computed = 'it(`[AB-4] $' + '{x} b`, f);';
  const text = `test.each(['AB-3', 'x'])('[%s] a', f); ${computed} test.each\`a\`('[AB-5] [AB-6] c', f); describe('d', () => { test('[AB-7, AB-8] e', f); }); other('[AB-9] f');`;
  expect(titlesIn(text)).toEqual(['[%s] a', '[AB-4] %s b', '[AB-5] [AB-6] c', '[AB-7, AB-8] e']);
  expect(citedIn(text).sort()).toEqual(['AB-3', 'AB-4', 'AB-5', 'AB-6', 'AB-7', 'AB-8']);
});
