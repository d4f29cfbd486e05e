// The privacy policy's page on WeChat's component simulator.
import { POLICY_VERSION } from '../../../miniprogram/config';
import { policyIn } from '../../../miniprogram/i18n/policy';
import { open, settle, tap, textOf } from '../../support/mini';
import { POLICY } from '../a-phone';
import { useWx } from '../a-wx';

const PRIVACY = 'pages/privacy/privacy';

beforeEach(() => { document.body.innerHTML = ''; });

it.each(['zh_CN', 'en'])('[PH-159] the whole policy stands there in %s with the version that is agreed to', async (language) => {
  useWx({ language });
  const page = open(PRIVACY);
  await settle();
  for (const { title, lines } of policyIn(language).sections) for (const words of [title, ...lines]) expect(page.host.textContent).toContain(words);
  expect([textOf(page, 'policy-version'), POLICY_VERSION]).toEqual([POLICY, POLICY]);
});

it('[PH-159] both languages say the same number of things', () => {
  const shape = (language: string) => policyIn(language).sections.map(({ lines }) => lines.length);
  expect(shape('zh_CN')).toEqual(shape('en'));
});

it('[PH-159] WeChat\'s own page opens from it; where it does not, that is said', async () => {
  const world = useWx({ language: 'en' });
  const page = open(PRIVACY);
  await tap(page.node.querySelector('#contract'));
  expect([world.asked, textOf(page, 'result')]).toEqual([['wx.openPrivacyContract'], null]);
  Object.assign(wx, { openPrivacyContract: ({ fail }: { fail(failure: object): void }) => fail({ errMsg: 'openPrivacyContract:fail' }) });
  await tap(page.node.querySelector('#contract'));
  expect(textOf(page, 'result')).toContain('cannot open it');
});
