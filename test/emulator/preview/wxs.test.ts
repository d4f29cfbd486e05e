// WXS as JavaScript: what is WXS's own must mean the same.
import { transformWxs, WXS_RUNTIME } from '../../../emulator/preview/wxs';

/** Runs a WXS module and gives its exports. */
function run(wxs: string): unknown {
  const { code } = transformWxs(wxs);
  return new Function('require', `${WXS_RUNTIME}; var module = { exports: {} }; ${code}; return module.exports;`)((name: string) => `module ${name}`);
}

test.each([['[]', 'Array'], ['{}', 'Object'], ['1', 'Number'], ["'x'", 'String'], ['true', 'Boolean'], ['function(){}', 'Function'], ['getDate(0)', 'Date'], ["getRegExp('a')", 'RegExp']])(
  '[PV20] the constructor of %s is the name %s', (value, name) => {
    expect(run(`module.exports = (${value}).constructor`)).toBe(name);
  });

test('[PV20] a field called constructor.name or one behind it is still reached', () => {
  expect(run("var s = { opened: [] }; module.exports = s.opened.constructor === 'Array' && s['constructor'] === 'Object'")).toBe(true);
});

test('[PV21] getRegExp, getDate and require with its suffix work', () => {
  expect(run("module.exports = [getRegExp('B+', 'i').test('abb'), getDate(2020, 0, 2).getDate(), require('./other.wxs')]")).toEqual([true, 2, 'module ./other']);
  expect(transformWxs("require('../a.wxs')").requires).toEqual(['../a']);
});

test('[PV21] WXS sees no browser', () => {
  expect(run('module.exports = [typeof window, typeof document, typeof fetch, typeof wx]')).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
});
