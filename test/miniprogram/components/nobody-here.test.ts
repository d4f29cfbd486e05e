// What stands on a page that has nobody to show, on WeChat's component simulator.
import { mount, tap } from '../../support/mini';

it('[PH-165] it says so, and its button is one wish to go home', async () => {
  document.body.innerHTML = '';
  const { node, host } = mount('components/nobody-here/nobody-here', { text: 'Sign in first', label: 'Home' });
  let wishes = 0;
  node.addEventListener('home', () => { wishes += 1; });
  expect(host.textContent).toContain('Sign in first');
  await tap(node.querySelector('#to-home'));
  expect(wishes).toBe(1);
});
