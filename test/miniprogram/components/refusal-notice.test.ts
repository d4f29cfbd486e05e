// The refusal notice on WeChat's component simulator.
import { mount, tap } from '../../support/mini';

beforeEach(() => { document.body.innerHTML = ''; });

const aNotice = (properties: Record<string, unknown>) => mount('components/refusal-notice/refusal-notice', { title: 'Not connected', text: 'Try later.', ...properties });

it('[PH-27] it says what happened, in the tone it is given', () => {
  const { node, host } = aNotice({ tone: 'offline' });
  expect(host.textContent).toContain('Not connected');
  expect(host.textContent).toContain('Try later.');
  expect(node.querySelector('.notice--offline')).toBeDefined();
});

it('[PH-27] where trying again may help, a tap asks for it', async () => {
  const { node } = aNotice({ retryLabel: 'Try again' });
  let retries = 0;
  node.addEventListener('retry', () => { retries += 1; });
  await tap(node.querySelector('#retry'));
  expect(retries).toBe(1);
});

it('[PH-27] where it does not help, it is not offered', () => {
  expect(aNotice({}).node.querySelector('#retry')).toBeUndefined();
});

it('[PH-177] where support may help there is a button of WeChat\'s own kind, otherwise none', () => {
  expect(aNotice({ contactLabel: 'Contact support' }).node.querySelector('#contact')?.dom?.textContent).toBe('Contact support');
  expect(aNotice({}).node.querySelector('#contact')).toBeUndefined();
});
