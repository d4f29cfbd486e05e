// Sealing at rest: what opens, for whom, under which key.
import { randomBytes } from 'node:crypto';
import { refreshTokenKeys, sealWith } from '../../cloudbase/secrets';

const key = (kid: string) => ({ kid, secret: randomBytes(32) });
const [first, second] = [key('s1'), key('s2')];

test('[SEC-14] what is sealed opens for whom it is bound to, and for no one else', () => {
  const seal = sealWith([first], 'phone');
  const sealed = seal.close('tiihtNczf5v6AKRyjwEUhQ==', 'app:alice');
  expect(JSON.stringify(sealed)).not.toContain('tiiht');
  expect(seal.open(sealed, 'app:alice')).toBe('tiihtNczf5v6AKRyjwEUhQ==');
  expect(seal.open(sealed, 'app:bob')).toBeNull();
  expect(seal.open({ ...sealed, box: `${sealed.box.startsWith('A') ? 'B' : 'A'}${sealed.box.slice(1)}` }, 'app:alice')).toBeNull();
  expect(seal.open({ ...sealed, box: '' }, 'app:alice')).toBeNull();
});

test('[SEC-14] after a rotation the new key seals and the old one still opens; a removed one opens nothing', () => {
  const sealed = sealWith([first], 'phone').close('text', 'a');
  const rotated = sealWith([second, first], 'phone');
  expect(rotated.open(sealed, 'a')).toBe('text');
  expect(rotated.close('text', 'a').kid).toBe('s2');
  expect(sealWith([second], 'phone').open(sealed, 'a')).toBeNull();
});

test('[SEC-29] each purpose has a key of its own', () => {
  expect(refreshTokenKeys([first]).first.key.equals(first.secret)).toBe(false);
  expect(refreshTokenKeys([first]).find('s2')).toBeNull();
});
