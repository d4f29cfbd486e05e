// The second button of a page on WeChat's component simulator.
import { mount, tap } from '../../support/mini';

beforeEach(() => { document.body.innerHTML = ''; });

function aButton(properties: Record<string, unknown>) {
  const button = mount('components/action-button/action-button', { label: 'Sign out', ...properties });
  let taps = 0;
  button.node.addEventListener('tap', () => { taps += 1; });
  return { ...button, inner: () => button.node.querySelector('.act'), taps: () => taps };
}

it('[PH-105] a tap on the button inside is one tap of the component', async () => {
  const button = aButton({});
  expect(button.host.textContent?.trim()).toBe('Sign out');
  await tap(button.inner());
  expect(button.taps()).toBe(1);
});

it.each(['quiet', 'warn', 'plain'])('[PH-105] it can look %s', (tone) => {
  expect(aButton({ tone }).node.querySelector(`.act--${tone}`)).toBeDefined();
});
