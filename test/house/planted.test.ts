// Each patch of test/planted/ says which rule it breaks and which test notices; `npm run planted` tries them.
import { citedIn, statedIn } from './spec';
import { only, readTree } from './tree';

const tree = readTree();
const patches = only(tree, (file) => /^test\/planted\/.*\.patch$/.test(file));
const header = (patch: string, name: string): string | null => new RegExp(`^# ${name}: (.+)$`, 'm').exec(patch)?.[1] ?? null;
const rules = statedIn(tree['SPEC.md'] ?? '');

test('[HO-21] there are at least ten planted faults', () => {
  expect(Object.keys(patches).length).toBeGreaterThanOrEqual(10);
});

test.each(Object.entries(patches))('[HO-21] %s names a stated rule and the test that cites it', (_file, patch) => {
  const rule = header(patch, 'rule') ?? '';
  const notices = header(patch, 'test') ?? '';
  expect(rules).toContain(rule);
  expect(citedIn(tree[notices] ?? '')).toContain(rule);
  expect(header(patch, 'what')).toMatch(/\S/);
});

test.each(Object.entries(patches))('[HO-21] %s touches only files of the product or the local world', (_file, patch) => {
  const touched = [...patch.matchAll(/^\+\+\+ b\/(.+)$/gm)].map((match) => match[1] ?? '');
  expect(touched.length).toBeGreaterThan(0);
  expect(touched.filter((file) => !(file in tree) || file.startsWith('test/'))).toEqual([]);
});
