// Pictures through cloud.openapi with the real SDK: how it sends them, and what the content check, the phone button's code and the risk rank come back as.
import { APP, type Cloud, openCloud } from './sdk-cloud';
import { type SdkProcess, startSdk } from './sdk-process';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const RISKY = Buffer.concat([PNG, Buffer.from('forbidden-picture')]);

let cloud: Cloud;
let sdk: SdkProcess;
let calls: jest.SpyInstance;
beforeAll(async () => {
  cloud = await openCloud();
  sdk = startSdk(cloud.adminUrl('child-1'));
  cloud.permissions = ['security.imgSecCheck', 'phonenumber.getPhoneNumber', 'riskControl.getUserRiskRank'];
  calls = jest.spyOn(cloud.wechat.openApi, 'call');
});
afterAll(async () => {
  await sdk.close();
  await cloud.close();
});
beforeEach(() => {
  calls.mockClear();
  cloud.entries.length = 0;
});

/** As a function sends it: the type beside a Buffer. */
function check(bytes: Buffer, contentType = 'image/png') {
  return sdk.outcome(({ cloud: sdkCloud }, { base64, type }) => sdkCloud.openapi.security.imgSecCheck({ media: { contentType: type, value: Buffer.from(base64, 'base64') } }), { base64: bytes.toString('base64'), type: contentType });
}
const arrived = (): unknown => (calls.mock.calls as unknown[][])[0]?.[1];

test('[WX-75] a picture arrives byte for byte under a file name made of its field and type; its type itself never travels', async () => {
  expect(await check(PNG)).toMatchObject({ ok: true, value: { errMsg: 'openapi.security.imgSecCheck:ok', errCode: 0 } });
  expect(arrived()).toEqual({ media: { contentType: null, fileName: 'media.png', value: PNG } });
});

test.each([['image/jpeg', 'media.jpeg'], ['image/gif', 'media.gif']])('[WX-75] a picture of type %s is named %s', async (contentType, fileName) => {
  await check(PNG, contentType);
  expect(arrived()).toMatchObject({ media: { fileName } });
});

test.each(['123', 'true', '"x"', '{"value":"forbidden-picture"}', '[]'])('[WX-75] bytes that read as the JSON %s stay bytes', async (text) => {
  const outcome = await check(Buffer.from(text));
  expect(arrived()).toEqual({ media: { contentType: null, fileName: 'media.png', value: Buffer.from(text) } });
  expect(outcome).toMatchObject({ ok: false, errCode: text.includes('forbidden-picture') ? 87014 : 40097 });
});

test('[WX-72] a risky picture reaches the function as 87014, one of more than 1 MB as 40006', async () => {
  expect(await check(RISKY)).toMatchObject({ ok: false, errCode: 87014, errMsg: expect.stringMatching(/^openapi\.security\.imgSecCheck:fail risky content rid: [0-9a-f-]{26}$/) });
  expect(await check(Buffer.concat([PNG, Buffer.alloc(1024 * 1024)]))).toMatchObject({ ok: false, errCode: 40006, errMsg: expect.stringContaining('invalid media size') });
  expect(cloud.entries.map(({ name, outcome }) => [name, outcome])).toEqual([['security.imgSecCheck', 'errcode:87014'], ['security.imgSecCheck', 'errcode:40006']]);
});

test('[WX-72] a media whose type is misspelt is sent as JSON by the SDK, and is malformed, as at WeChat', async () => {
  const outcome = await sdk.outcome(({ cloud: sdkCloud }) => sdkCloud.openapi.security.imgSecCheck({ media: { contenType: 'image/png', value: Buffer.from('x') } }));
  expect(outcome).toMatchObject({ ok: false, errCode: 47001, errMsg: expect.stringContaining('data format error') });
});

test('[WX-75] a function whose config.json does not list the picture check is refused, and no picture is looked at', async () => {
  const { permissions } = cloud;
  cloud.permissions = ['security.msgSecCheck'];
  expect(await check(PNG)).toMatchObject({ ok: false, errCode: -604101 });
  cloud.permissions = permissions;
  expect(calls).not.toHaveBeenCalled();
});

function aPhoneCode(): string {
  cloud.wechat.people.put({ name: 'alice', phone: '+8613800000001' });
  const [person, app] = [cloud.wechat.people.find('alice'), cloud.wechat.apps.find(APP)];
  const answer = person && app && cloud.wechat.phone('getPhoneNumber', { person, app, device: 'phone-1', args: {} });
  return answer?.ok ? String(answer.result['code']) : '';
}

test('[WX-67] a function trades the phone button\'s code for the number, once, and the ledger never knows the number', async () => {
  const exchange = (code: string) => sdk.outcome(({ cloud: sdkCloud }, sent) => sdkCloud.openapi.phonenumber.getPhoneNumber({ code: sent }), code);
  const code = aPhoneCode();
  expect(await exchange(code)).toMatchObject({ ok: true, value: { errCode: 0, phoneInfo: { phoneNumber: '13800000001', purePhoneNumber: '13800000001', countryCode: '86', watermark: { appid: APP } } } });
  expect(await exchange(code)).toMatchObject({ ok: false, errCode: 40029, errMsg: expect.stringMatching(/^openapi\.phonenumber\.getPhoneNumber:fail invalid code hint: \[/) });
  expect(cloud.entries.map(({ name, outcome }) => [name, outcome])).toEqual([['phonenumber.getPhoneNumber', 'ok'], ['phonenumber.getPhoneNumber', 'errcode:40029']]);
  expect(JSON.stringify(cloud.entries)).not.toContain('13800000001');
});

test('[WX-73] a function asks for a rank in its own case and gets it so', async () => {
  const openid = cloud.wechat.people.find('alice')?.openids[APP] ?? '';
  const asked = { appid: APP, openid, scene: 1, clientIp: '203.0.113.7', isTest: false };
  const outcome = await sdk.outcome(({ cloud: sdkCloud }, options) => sdkCloud.openapi.riskControl.getUserRiskRank(options), asked);
  expect(outcome).toMatchObject({ ok: true, value: { errCode: 0, riskRank: 0, unoinId: expect.any(Number) } });
  expect(arrived()).toMatchObject({ client_ip: '203.0.113.7', is_test: false });
});
