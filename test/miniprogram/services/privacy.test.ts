// One sheet serves WeChat's privacy gate and our own policy.
import { openPrivacy, type ResolvePrivacy, type Sheet, type WxPrivacy } from '../../../miniprogram/services/privacy';

/** A WeChat with a gate; `call` is a gated API, and `told` what the sheet told WeChat. */
function aGatedWx(needAuthorization = true) {
  let listener: ((resolve: ResolvePrivacy) => void) | undefined;
  const told: object[] = [];
  const wx: WxPrivacy = {
    getPrivacySetting: ({ success }) => success?.({ needAuthorization, privacyContractName: '《指引》', errMsg: 'getPrivacySetting:ok' }),
    onNeedPrivacyAuthorization: (next) => { listener = next; },
    openPrivacyContract: ({ success } = {}) => success?.({ errMsg: 'openPrivacyContract:ok' }),
  };
  return { wx, told, call: () => listener?.((choice) => { told.push(choice); }), listens: () => listener !== undefined };
}

function aSheet(wx: WxPrivacy) {
  const shown: Sheet[] = [];
  let agreements = 0;
  const privacy = openPrivacy({ wx, agreed: () => { agreements += 1; } });
  return { privacy, shown, agreements: () => agreements, page: (sheet: Sheet) => { shown.push(sheet); } };
}

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

it('[PH-81] a gated call opens the sheet; agreeing lets it go on by the button\'s id and is her word on our policy', async () => {
  const gated = aGatedWx();
  const { privacy, shown, agreements, page } = aSheet(gated.wx);
  privacy.attend(page);
  gated.call();
  expect(shown).toEqual([{ open: true, byWeChat: true }]);
  privacy.agree();
  await settled();
  expect(gated.told).toEqual([{ event: 'exposureAuthorization' }, { event: 'agree', buttonId: 'agree-privacy' }]);
  expect([shown.at(-1), agreements()]).toEqual([{ open: false, byWeChat: false }, 1]);
});

it('[PH-81] disagreeing lets the call fail, and is nobody\'s word', async () => {
  const gated = aGatedWx();
  const { privacy, agreements, page } = aSheet(gated.wx);
  privacy.attend(page);
  gated.call();
  privacy.disagree();
  await settled();
  expect([gated.told.at(-1), agreements()]).toEqual([{ event: 'disagree' }, 0]);
});

it('[PH-81] calls at the same time share one sheet and one answer', async () => {
  const gated = aGatedWx();
  const { privacy, agreements, page } = aSheet(gated.wx);
  privacy.attend(page);
  gated.call();
  gated.call();
  const asked = privacy.ask();
  await settled();
  privacy.agree();
  expect(await asked).toBe(true);
  expect([gated.told.filter((choice) => 'buttonId' in choice).length, agreements()]).toEqual([2, 1]);
});

it('[PH-82] a question of our own needs WeChat\'s button only where its gate is still closed', async () => {
  for (const needed of [true, false]) {
    const { privacy, shown, page } = aSheet(aGatedWx(needed).wx);
    privacy.attend(page);
    const asked = privacy.ask();
    await settled();
    expect(shown).toEqual([{ open: true, byWeChat: needed }]);
    privacy.disagree();
    expect(await asked).toBe(false);
  }
});

it('[PH-82] a base library without the gate still has the sheet', async () => {
  const { privacy, shown, page } = aSheet({});
  privacy.attend(page);
  const asked = privacy.ask();
  await settled();
  expect([await privacy.isGateClosed(), shown, await privacy.openContract()]).toEqual([false, [{ open: true, byWeChat: false }], false]);
  privacy.agree();
  expect(await asked).toBe(true);
});

it('[PH-82] a gate that cannot be asked about counts as open, and a contract that does not open is told', async () => {
  const { privacy } = aSheet({ getPrivacySetting: ({ fail }) => fail?.({ errMsg: 'getPrivacySetting:fail' }), openPrivacyContract: ({ fail } = {}) => fail?.({ errMsg: 'openPrivacyContract:fail' }) });
  expect([await privacy.isGateClosed(), await privacy.openContract()]).toEqual([false, false]);
  const gated = aSheet(aGatedWx().wx);
  expect([await gated.privacy.isGateClosed(), await gated.privacy.openContract()]).toEqual([true, true]);
});

it('[PH-83] WeChat is listened to only once a page can show the sheet', () => {
  const gated = aGatedWx();
  const { privacy, page } = aSheet(gated.wx);
  expect(gated.listens()).toBe(false);
  privacy.attend(page);
  expect(gated.listens()).toBe(true);
});

it('[PH-83] a page that comes back shows the open question again; one that goes leaves it answered with no', async () => {
  const gated = aGatedWx();
  const { privacy, shown, page } = aSheet(gated.wx);
  const leave = privacy.attend(page);
  gated.call();
  privacy.attend(page);
  expect(shown).toHaveLength(2);
  leave();
  await settled();
  expect(gated.told.at(-1)).toEqual({ event: 'disagree' });
  expect(await privacy.ask()).toBe(false);
});

it('[PH-83] a page that goes after another came leaves the other\'s sheet alone', () => {
  const { privacy, page } = aSheet(aGatedWx().wx);
  const other: Sheet[] = [];
  const leave = privacy.attend(page);
  privacy.attend((sheet) => { other.push(sheet); });
  leave();
  void privacy.ask();
  privacy.agree();
  expect(other).toEqual([{ open: false, byWeChat: false }]);
});
