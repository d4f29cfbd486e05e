// Whether somebody came by scanning: WeChat's word for the way in, held against what the page was opened with.
import { type Entered, openScanned } from '../../../miniprogram/services/scanned';

const PAGE = 'pages/scan/scan';
const SCENE = 'AbCdEfGhIjKlMnOpQr0123';
const OTHER = 'aBcDeFgHiJkLmNoPqR4567';

function aPhone(first: Entered) {
  let last = first;
  let shown = () => {};
  const scanned = openScanned({ entered: () => last, onFront: (heard) => { shown = heard; } });
  return { scanned, toFront(entered: Entered) { last = entered; shown(); } };
}

const entered = (scene: number, read: string | undefined = SCENE, path = PAGE): Entered => ({ path, query: read === undefined ? {} : { scene: read }, scene });

it.each([
  [entered(1047), SCENE, SCENE], [entered(1047, SCENE.replace('A', '%41')), SCENE, SCENE], [entered(1047), SCENE.replace('A', '%41'), SCENE],
  [{ path: PAGE, query: { scene: SCENE, scancode_time: '1' }, scene: 1047 }, SCENE, SCENE],
  [entered(1047, OTHER), SCENE, null], [entered(1047), OTHER, null], [entered(1047, ''), SCENE, null], [{ path: PAGE, query: {}, scene: 1047 }, SCENE, null],
  [entered(1047, SCENE, 'pages/home/home'), SCENE, null], [entered(1047, SCENE, `/${PAGE}`), SCENE, null], [entered(1047, 'short'), 'short', null],
])('[PH-220] %j, and a page opened with %s, is the scan %s', (way, scene, read) => {
  expect(aPhone(way).scanned.sceneOf({ scene })).toBe(read);
});

it.each([1001, 1005, 1007, 1008, 1011, 1012, 1013, 1014, 1017, 1025, 1036, 1037, 1044, 1048, 1049, 1065, 1089, 1129])('[PH-220] the way in %i is no scan of the screen', (scene) => {
  expect(aPhone(entered(scene)).scanned.sceneOf({ scene: SCENE })).toBe(null);
});

it('[PH-221] each way in opens the page once', () => {
  const { scanned, toFront } = aPhone(entered(1047));
  expect([scanned.sceneOf({ scene: SCENE }), scanned.sceneOf({ scene: SCENE })]).toEqual([SCENE, null]);
  toFront(entered(1047, OTHER));
  expect([scanned.sceneOf({ scene: OTHER }), scanned.sceneOf({ scene: OTHER })]).toEqual([OTHER, null]);
  toFront(entered(1047, OTHER));
  expect(scanned.sceneOf({ scene: OTHER })).toBe(OTHER);
});

it('[PH-221] a scan that the page was not opened with is spent too', () => {
  const { scanned } = aPhone(entered(1047));
  expect([scanned.sceneOf({ scene: OTHER }), scanned.sceneOf({ scene: SCENE })]).toEqual([null, null]);
});
