// The green button on WeChat's component simulator.
import { mount, settle, tap } from '../../support/mini';

beforeEach(() => { document.body.innerHTML = ''; });

function aButton(properties: Record<string, unknown>) {
  const button = mount('components/sign-in-button/sign-in-button', { label: 'Sign in', busyLabel: 'Signing in…', ...properties });
  let presses = 0;
  button.node.addEventListener('press', () => { presses += 1; });
  return { ...button, tap: () => tap(button.node.querySelector('.go')), presses: () => presses };
}

it('[PH-25] a tap on the button is one press', async () => {
  const button = aButton({});
  expect(button.host.textContent?.trim()).toBe('Sign in');
  await button.tap();
  expect(button.presses()).toBe(1);
});

it('[PH-25] while busy it says so, and a tap is no press', async () => {
  const button = aButton({ busy: true });
  expect(button.host.textContent?.trim()).toBe('Signing in…');
  await button.tap();
  expect(button.presses()).toBe(0);
  button.node.setData({ busy: false });
  await settle();
  await button.tap();
  expect(button.presses()).toBe(1);
});

it('[PH-25] while something else is under way it keeps its words, and a tap is no press', async () => {
  const button = aButton({ disabled: true });
  expect(button.host.textContent?.trim()).toBe('Sign in');
  await button.tap();
  expect(button.presses()).toBe(0);
});
