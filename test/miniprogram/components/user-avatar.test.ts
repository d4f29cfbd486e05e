// The avatar on WeChat's component simulator.
import { mount, settle } from '../../support/mini';

beforeEach(() => { document.body.innerHTML = ''; });

const anAvatar = (properties: Record<string, unknown>) => mount('components/user-avatar/user-avatar', properties);

it('[PH-26] the picture is shown where there is one', async () => {
  const { node } = anAvatar({ src: 'https://thirdwx.qlogo.cn/a/132', name: 'Alice' });
  await settle();
  expect(node.querySelector('.avatar__picture')).toBeDefined();
  expect(node.querySelector('.avatar__initial')).toBeUndefined();
});

it.each([['alice', 'A'], ['  爱丽丝', '爱'], ['🐼熊', '🐼']])('[PH-26] without a picture %j shows as %s', async (name, initial) => {
  const { node } = anAvatar({ name });
  await settle();
  expect(node.querySelector('.avatar__initial')?.dom?.textContent).toBe(initial);
});

it('[PH-26] a picture that does not load gives way to the initial, and a new one is tried again', async () => {
  const { node } = anAvatar({ src: 'https://thirdwx.qlogo.cn/gone/132', name: 'Alice' });
  await settle();
  node.querySelector('.avatar__picture')?.dispatchEvent('error');
  await settle();
  expect(node.querySelector('.avatar__initial')?.dom?.textContent).toBe('A');
  node.setData({ src: 'https://thirdwx.qlogo.cn/new/132' });
  await settle();
  expect(node.querySelector('.avatar__picture')).toBeDefined();
});

it('[PH-26] with neither it shows nobody in particular', async () => {
  const { node } = anAvatar({});
  await settle();
  expect(node.querySelector('.avatar__nobody')).toBeDefined();
});
