// What the build makes of a mini program, and what it refuses by name, file and line.
import { buildMiniProgram, describeProblem } from '../../../emulator/preview/build';
import { type MiniProgram, miniProgram } from './mini-program';
import { TINY } from './preview-server';

let program: MiniProgram | null = null;
afterEach(async () => { await program?.remove(); program = null; });

async function problemsOf(files: Record<string, string>): Promise<string[]> {
  program = await miniProgram(files);
  return (await buildMiniProgram(program.root)).problems.map(describeProblem);
}

test('[PV11] a sound mini program with components, wxs, TypeScript and imports builds without a problem', async () => {
  const build = await buildMiniProgram(TINY);
  expect(build.problems).toEqual([]);
  expect(Object.keys(build.seen)).toEqual(expect.arrayContaining(['app.json', 'services/tasks.ts', 'services/words.wxs', 'styles/base.wxss', 'components/task-row/task-row.wxml']));
});

test('[PV12] a tag that is neither built in nor in usingComponents fails the build by name, file and line', async () => {
  expect(await problemsOf({ 'pages/one/one.wxml': '<view>\n  <!-- <map/> -->\n  <web-view src="{{a > b ? "<live/>" : 1}}" />\n</view>' }))
    .toEqual(['pages/one/one.wxml:3 error: <web-view> is neither implemented here nor in usingComponents of pages/one/one.json']);
});

test('[PV13] a wx member that is not implemented fails the build by name, at the line of the TypeScript source', async () => {
  const script = "interface A { a: 1 }\n\ntype B = A;\nexport const b: B = { a: 1 };\nPage({ onLoad() {\n  wx.getUpdateManager();\n  wx.cloud.callContainer({});\n  wx.login();\n} });";
  expect(await problemsOf({ 'pages/one/one.ts': script })).toEqual([
    'pages/one/one.ts:6 error: wx.getUpdateManager is not implemented here',
    'pages/one/one.ts:7 error: wx.cloud.callContainer is not implemented here',
  ]);
});

test('[PV13] passing a wx member on or taking it apart is a use; asking whether it is there is none', async () => {
  expect(await problemsOf({ 'pages/one/one.js': "const { scanCode, login } = wx;\nconst f = [wx.chooseMedia];\nif (wx.getUpdateManager) login();\nconst t = typeof wx.request;\nconst u = wx.openLocation && 1;" })).toEqual([
    'pages/one/one.js:1 error: wx.scanCode is not implemented here',
    'pages/one/one.js:2 error: wx.chooseMedia is not implemented here',
  ]);
});

test.each([
  ['a component that is not there', { 'pages/one/one.json': '{"usingComponents":{"gone":"./gone"}}' }, 'pages/one/one.json error: usingComponents: <gone> is not found at ./gone'],
  ['a page without wxml', { 'app.json': '{"pages":["pages/one/one","pages/two/two"]}' }, 'app.json error: page pages/two/two has no pages/two/two.wxml'],
  ['a wxml tag left open', { 'pages/one/one.wxml': '<view>\n<text>' }, 'pages/one/one.wxml:2 error: missing end tag'],
  ['TypeScript that does not parse', { 'pages/one/one.ts': 'Page({\n  a: ,\n})' }, 'pages/one/one.ts:2 error: Unexpected ","'],
  ['WXSS that does not parse', { 'pages/one/one.wxss': '.a {\n  color: red;\n' }, 'pages/one/one.wxss:1 error: Unclosed block'],
  ['WXS newer than ES5', { 'pages/one/one.wxml': '<view/>\n<wxs module="m">\nvar a = 1;\nlet b = 2;\n</wxs>' }, 'pages/one/one.wxml:4 error: WXS: '],
  ['an imported style that is not there', { 'pages/one/one.wxss': '@import "./gone.wxss";' }, 'pages/one/one.wxss:1 error: @import: pages/one/gone.wxss is not found'],
  ['an imported template that is not there', { 'pages/one/one.wxml': '<import src="./gone.wxml"/>' }, 'pages/one/one.wxml error: pages/one/gone.wxml is not found'],
  ['a json that does not parse', { 'pages/one/one.json': '{' }, 'pages/one/one.json error: '],
])('[PV14] %s is an error with its file and line', async (_, files, beginning) => {
  const problems = await problemsOf(files as Record<string, string>);
  expect(problems.map((problem) => problem.slice(0, beginning.length))).toContain(beginning);
});

test('[PV15] a module that is not found is a warning, since WeChat fails only when the line runs', async () => {
  expect(await problemsOf({ 'pages/one/one.js': "require('./gone');" })).toEqual(["pages/one/one.js warning: require('./gone') is not found"]);
});

test('[PV16] components are found beside the page, from the root, by their folder and in miniprogram_npm', async () => {
  const component = (name: string) => ({ [`${name}.json`]: '{"component":true}', [`${name}.wxml`]: '<view/>', [`${name}.js`]: 'Component({})' });
  expect(await problemsOf({
    ...component('pages/one/near'), ...component('parts/far'), ...component('parts/folder/index'), ...component('miniprogram_npm/kit/button/button'),
    'pages/one/one.json': '{"usingComponents":{"a-near":"./near","a-far":"/parts/far","a-folder":"../../parts/folder","a-kit":"kit/button/button"}}',
    'pages/one/one.wxml': '<a-near/><a-far/><a-folder/><a-kit/>',
  })).toEqual([]);
});
