// What a card or a mini-program code may open a page with: anybody can write one.
import { inviteCodeOf, scanSceneOf } from '../../../miniprogram/services/opened-with';

const CODE = 'abcdefghijkl2345';
const SCENE = 'AbCdEfGhIjKlMnOpQr0123';

it.each([
  [{ invite: CODE }, CODE], [{ scene: CODE }, CODE], [{ scene: 'abcdefghijkl%32345' }, CODE], [{ invite: 'ABC', scene: CODE }, CODE],
  [{}, null], [{ invite: '' }, null], [{ invite: CODE.toUpperCase() }, null], [{ invite: `${CODE}a` }, null], [{ invite: CODE.slice(1) }, null],
  [{ invite: 'abcdefghijkl2340' }, null], [{ invite: `${CODE}\n` }, null], [{ scene: '%E0%A4%A' }, null], [{ scene: SCENE }, null], [{ invite: 'javascript:alert' }, null],
])('[PH-201] %j brings the invitation %s', (openedWith, code) => {
  expect(inviteCodeOf(openedWith)).toBe(code);
});

it.each([
  [{ scene: SCENE }, SCENE], [{ scene: SCENE.replace('A', '%41') }, SCENE],
  [{}, null], [{ scene: '' }, null], [{ scene: '%' }, null], [{ scene: SCENE.slice(1) }, null], [{ scene: `${SCENE}4` }, null], [{ scene: SCENE.replace('A', '-') }, null], [{ scene: `${SCENE}%0A` }, null],
])('[PH-210] %j is the scan %s', (openedWith, scene) => {
  expect(scanSceneOf(openedWith)).toBe(scene);
});
