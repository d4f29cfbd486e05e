// Who calls, by the platform's context alone.
import { maskAddress, readCaller } from '../../cloudbase/caller';

const USER = { WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_CLIENTIP', WX_OPENID: 'oFAKE_alice', WX_APPID: 'wxfa4e000000000001', WX_CLIENTIP: '203.0.113.7', TCB_SOURCE: 'wx_client' };

test.each(['wx_client', 'wx_devtools', 'wx_localdebug'])('[SEC-03] SOURCE %s with an openid is a user', (source) => {
  expect(readCaller({ ...USER, TCB_SOURCE: source })).toMatchObject({ openId: 'oFAKE_alice', appId: 'wxfa4e000000000001', unionId: null, ipPrefix: '203.0.113.*' });
});

test.each(['wx_http', 'wx_crawler', 'wx_unknown', 'wx_paycallback', '', 'wx_client,wx_client', ' wx_client', 'wx_http,wx_client'])('[SEC-03] SOURCE %j is no user', (source) => {
  expect(readCaller({ ...USER, TCB_SOURCE: source })).toBeNull();
});

test('[SEC-03] a function that a person’s call called, and a timer, are no users', () => {
  expect(readCaller({ ...USER, TCB_SOURCE: 'wx_client,scf' })).toBeNull();
  expect(readCaller({ TCB_SOURCE: 'wx_trigger', WX_CONTEXT_KEYS: 'WX_API_TOKEN' })).toBeNull();
});

test.each([{ WX_OPENID: undefined }, { WX_OPENID: '' }, { WX_APPID: '' }, { WX_APPID: 'wx1' }, { WX_OPENID: 'o$ne' }, { TCB_SOURCE: undefined }, { WX_CONTEXT_KEYS: '' }, { WX_CONTEXT_KEYS: 'WX_APPID' }])(
  '[SEC-02] with %j there is no user', (change) => {
    expect(readCaller({ ...USER, ...change })).toBeNull();
  },
);

test('[SEC-01] a variable that this invocation’s list does not name is left from another caller and is not read', () => {
  expect(readCaller({ ...USER, WX_UNIONID: 'oFAKE_U_bob', WX_OPEN_DATA_INFO: '{"keys":["cloudID"]}' })).toMatchObject({ unionId: null, openDataKeys: [] });
});

test('[SEC-01] an openid of digits alone stays the text it is', () => {
  expect(readCaller({ ...USER, WX_OPENID: '12345678901234567890' })).toMatchObject({ openId: '12345678901234567890' });
});

test('[SEC-01] with a shared environment the caller is who came from the other app', () => {
  const shared = { ...USER, WX_CONTEXT_KEYS: `${USER.WX_CONTEXT_KEYS},WX_FROM_OPENID,WX_FROM_APPID`, WX_FROM_OPENID: 'oFAKE_from', WX_FROM_APPID: 'wxfa4e000000000004' };
  expect(readCaller(shared)).toMatchObject({ openId: 'oFAKE_from', appId: 'wxfa4e000000000004', unionId: null });
  expect(readCaller({ ...shared, WX_FROM_APPID: '' })).toBeNull();
  expect(readCaller({ ...shared, WX_FROM_OPENID: '' })).toBeNull();
  expect(readCaller({ ...shared, WX_FROM_OPENID: '', WX_FROM_APPID: '' })).toMatchObject({ openId: 'oFAKE_alice' });
});

test('[SEC-21] OPEN_DATA_INFO names the keys that the platform replaced; anything unreadable names none', () => {
  const read = (info: string) => readCaller({ ...USER, WX_CONTEXT_KEYS: `${USER.WX_CONTEXT_KEYS},WX_OPEN_DATA_INFO`, WX_OPEN_DATA_INFO: info })?.openDataKeys;
  expect(read('{"keys":["cloudID",1]}')).toEqual(['cloudID']);
  expect([read('{'), read('null'), read('{"keys":"cloudID"}')]).toEqual([[], [], []]);
});

test.each([['203.0.113.7', '203.0.113.*'], ['2001:db8:1:2::7', '2001:db8:1:*'], ['fe80::1', 'fe80:0:0:*'], ['2400::5', '2400:0:0:*'], ['::ffff:203.0.113.7', '203.0.113.*'], ['', null], ['x', null], [null, null]])('[SE-5] the address %j is kept as %j', (address, kept) => {
  expect(maskAddress(address)).toBe(kept);
});
