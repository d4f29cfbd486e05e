// The documents speak of what is there, and the two READMEs of the same.
import fs from 'node:fs';
import path from 'node:path';
import { blocksOf, documentFaults, mapOf } from './documents';
import { only, ROOT, readJson, readTree } from './tree';

const tree = readTree();
const documents = only(tree, (file) => file.endsWith('.md'));
const PICTURES = 'docs/images';
const pictures = fs.existsSync(path.join(ROOT, PICTURES)) ? fs.readdirSync(path.join(ROOT, PICTURES)).map((name) => `${PICTURES}/${name}`) : [];
const { scripts } = readJson('package.json') as { scripts: Record<string, string> };

test('[HO-22] every link, path and npm command of the documents leads somewhere', () => {
  expect(Object.keys(documents)).toEqual(expect.arrayContaining(['README.md', 'README.zh.md', 'ARCHITECTURE.md', 'SPEC.md', 'docs/devtools.md', 'emulator/README.md']));
  expect(documentFaults(documents, [...Object.keys(tree), ...pictures], Object.keys(scripts))).toEqual([]);
});

test('[HO-22] a dead link, a command that is gone and a folder that moved are caught', () => {
  const text = 'See [the rules](RULES.md), run `npm run fly`, look into `auth/gone/`.';
  expect(documentFaults({ 'docs/a.md': text }, ['auth/ids.ts'], ['start'])).toEqual([
    'docs/a.md links to RULES.md, which is not there.', 'docs/a.md names "npm run fly", which package.json does not have.', 'docs/a.md speaks of auth/gone/, which is not there.',
  ]);
});

test('[HO-22] both READMEs show the same commands and the same map', () => {
  const [english = '', chinese = ''] = [tree['README.md'], tree['README.zh.md']];
  expect(mapOf(english).length).toBeGreaterThan(5);
  expect(mapOf(chinese)).toEqual(mapOf(english));
  expect(blocksOf(chinese)).toEqual(blocksOf(english));
});
