// A page's dialog on WeChat's component simulator, and the service that finds it.
import { confirm } from '../../../miniprogram/services/confirm';
import { mount, settle } from '../../support/mini';
import { useWx } from '../a-wx';

const QUESTION = { title: 'Sign out?', content: 'It ends at once.', confirmText: 'Sign out', cancelText: 'Stay' };

beforeEach(() => { document.body.innerHTML = ''; });

function aDialog() {
  const dialog = mount('components/confirm-dialog/confirm-dialog');
  const { node } = dialog;
  const ask = () => node.instance['ask']?.(QUESTION) as Promise<boolean>;
  const answer = (event: 'confirm' | 'cancel') => node.querySelector('.dialog')?.dispatchEvent(event, { custom: true });
  return { ...dialog, ask, answer, shown: () => node.data['visible'] };
}

it.each([['confirm', true], ['cancel', false]] as const)('[PH-106] %s answers %s, and the dialog goes', async (event, expected) => {
  const dialog = aDialog();
  expect(dialog.shown()).toBe(false);
  const asked = dialog.ask();
  expect([dialog.shown(), dialog.node.data['question'], dialog.node.data['yes']]).toEqual([true, QUESTION, { content: 'Sign out', theme: 'danger' }]);
  dialog.answer(event);
  expect(await asked).toBe(expected);
  await settle();
  expect(dialog.shown()).toBe(false);
});

it('[PH-106] a second question answers the first with no and waits for its own answer', async () => {
  const dialog = aDialog();
  const [first, second] = [dialog.ask(), dialog.ask()];
  expect(await first).toBe(false);
  dialog.answer('confirm');
  expect(await second).toBe(true);
});

it('[PH-106] leaving the page is a no', async () => {
  const dialog = aDialog();
  const asked = dialog.ask();
  dialog.node.detach();
  expect(await asked).toBe(false);
});

it('[PH-107] the question goes to the dialog of the page on top', async () => {
  const world = useWx();
  const asked: unknown[] = [];
  const page = (answer: boolean) => ({ selectComponent: (selector: string) => (selector === '#confirm' ? { ask: async (question: unknown) => { asked.push(question); return answer; } } : null) });
  const before = getCurrentPages;
  Object.assign(globalThis, { getCurrentPages: () => [page(false), page(true)] });
  try { expect(await confirm(QUESTION)).toBe(true); } finally { Object.assign(globalThis, { getCurrentPages: before }); }
  expect([asked, world.questions]).toEqual([[QUESTION], []]);
});

it('[PH-107] where the page has none, WeChat asks', async () => {
  const world = useWx();
  world.confirms = false;
  const short = { ...QUESTION, confirmText: '退出' };
  expect(await confirm(short)).toBe(false);
  expect(world.questions).toMatchObject([short]);
});

it('[PH-107] WeChat shows no dialog whose button says more than four characters, so it is left to its own words', async () => {
  const world = useWx();
  expect(await confirm(QUESTION)).toBe(true);
  expect(world.questions).toEqual([expect.not.objectContaining({ confirmText: expect.anything(), cancelText: expect.anything() })]);
});
