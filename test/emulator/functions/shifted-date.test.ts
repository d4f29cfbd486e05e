// The Date a function sees, in a process of its own: the test's own Date stays as it is.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';

const SOURCE = path.resolve(__dirname, '../../../emulator/cloudbase/functions/shifted-date.ts');

/** What `script` prints in a process whose `shift` sets the offset. */
function inShiftedProcess(script: string): unknown {
  const { outputFiles } = buildSync({ entryPoints: [SOURCE], bundle: true, write: false, platform: 'node', format: 'cjs' });
  const code = `const Machine = Date; const old = new Date(0); ${outputFiles[0]?.text}; const shift = module.exports.installShiftedDate(); console.log(JSON.stringify((() => { ${script} })()))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }));
}

test('[FN1] the shifted Date tells shifted time in every form, forward and back', () => {
  const forms = inShiftedProcess(`
    const hour = 3600000;
    const near = (value) => Math.abs(value - Machine.now());
    const all = () => [Date.now(), new Date().getTime(), +new Date(Date()), new old.constructor().getTime(), Reflect.construct(Date, []).getTime()];
    shift(5 * hour); const ahead = all().map((value) => Math.round(near(value) / hour));
    shift(-2 * hour); const behind = all().map((value) => -Math.round(near(value) / hour));
    shift(0); return { ahead, behind, back: all().map((value) => Math.round(near(value) / hour)) };
  `);
  expect(forms).toEqual({ ahead: [5, 5, 5, 5, 5], behind: [-2, -2, -2, -2, -2], back: [0, 0, 0, 0, 0] });
});

test('[FN1] a given moment is not shifted, and dates made before and after are of one kind', () => {
  expect(inShiftedProcess(`
    shift(1e9);
    class Later extends Date { twice() { return 2 * this.getTime(); } }
    return [new Date(5).getTime(), new Date('2026-01-02T03:04:05Z').toISOString(), new Date(2026, 0, 2).getDate(), Date.UTC(2026, 0, 1), Date.parse('1970-01-01T00:00:01Z'),
      old instanceof Date, new Date() instanceof Date, new Later(7).twice(), Date.name, Date.length, typeof Date(), Object.keys(Date), require('node:util').types.isDate(new Date())];
  `)).toEqual([5, '2026-01-02T03:04:05.000Z', 2, 1_767_225_600_000, 1000, true, true, 14, 'Date', 7, 'string', [], true]);
});
