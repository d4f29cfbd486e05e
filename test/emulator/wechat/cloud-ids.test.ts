// CloudIDs on their way through callFunction data and cloud.getOpenData.
import { openDataSamples as samples } from '../../wire/samples/samples';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, NOON, UNBOUND } from './local-wechat';

const INVALID = { errCode: -601005, errMsg: 'invalid cloudID.' };
const EXPIRED = { errCode: -601006, errMsg: 'cloudID expired.' };
const FOREIGN = { errCode: -601007, errMsg: 'cloudID and calling user does not match.' };

describe('cloudID', () => {
  let world: LocalWeChat;
  beforeEach(async () => {
    world = await aLocalWeChat();
    world.login('alice');
  });
  afterEach(() => world.close());

  function aCloudId(): string {
    const answer = world.call('getUserInfo', 'alice', { args: { withCredentials: true } });
    return answer.ok ? String(answer.result['cloudID']) : '';
  }

  function replaced(data: Record<string, unknown>, person = 'alice', appid = MINI_PROGRAM) {
    return world.wechat.replaceCloudIds(data, { person: world.person(person), app: world.app(appid) });
  }

  function opened(...ids: string[]): unknown[] {
    return world.wechat.openData(ids, { person: 'alice', app: MINI_PROGRAM }).map(({ json }) => JSON.parse(json) as unknown);
  }

  function aliceSeen(cloudID: string) {
    const { openids, unionids, nickname, avatarUrl } = world.person('alice');
    return { cloudID, data: {
      openId: openids[MINI_PROGRAM], nickName: nickname, gender: 0, language: 'zh_CN', city: '', province: '', country: '', avatarUrl, unionId: unionids['op1'],
      watermark: { timestamp: NOON / 1000, appid: MINI_PROGRAM },
    } };
  }

  it('[WX-29] a cloudID is two digits, an underscore and base64url, another each time', () => {
    const ids = Array.from({ length: 20 }, aCloudId);
    for (const id of ids) expect(id).toMatch(/^[0-9]{2}_[A-Za-z0-9_-]{60}$/);
    expect(new Set(ids).size).toBe(20);
  });

  it('[WX-30] a top-level mark becomes the open data and its key is listed', () => {
    const cloudID = aCloudId();
    expect(replaced({ action: 'import', info: { $cloudID: cloudID } })).toEqual({ data: { action: 'import', info: aliceSeen(cloudID) }, keys: ['info'] });
    const { info } = replaced({ info: { $cloudID: cloudID } }).data as { info: { data: { watermark: object } } };
    expect(Object.keys(info)).toEqual(samples.openDataKeys.item);
    expect(Object.keys(info.data.watermark).sort()).toEqual(samples.openDataKeys.watermark);
  });

  it('[WX-31] a nested mark arrives as its plain string and is not listed', () => {
    const cloudID = aCloudId();
    expect(replaced({ inner: { info: { $cloudID: cloudID } }, list: [{ $cloudID: cloudID }, 1, null] })).toEqual({ data: { inner: { info: cloudID }, list: [cloudID, 1, null] }, keys: [] });
  });

  it('[WX-32] five marks are replaced in one call, the sixth arrives as its string', () => {
    const ids = Array.from({ length: 6 }, aCloudId);
    const { data, keys } = replaced(Object.fromEntries(ids.map((id, index) => [`field${index}`, { $cloudID: id }])));
    expect(keys).toEqual(['field0', 'field1', 'field2', 'field3', 'field4']);
    expect(data['field5']).toBe(ids[5]);
  });

  it('[WX-33] an expired, made-up or foreign cloudID becomes an error and is not listed', () => {
    const cloudID = aCloudId();
    const field = (person: string, appid: string, id: string) => replaced({ info: { $cloudID: id } }, person, appid);
    expect(field('bob', MINI_PROGRAM, cloudID)).toEqual({ data: { info: { cloudID, ...FOREIGN } }, keys: [] });
    expect(field('alice', UNBOUND, cloudID)).toEqual({ data: { info: { cloudID, ...FOREIGN } }, keys: [] });
    expect(field('alice', MINI_PROGRAM, '27_made-up')).toEqual({ data: { info: { cloudID: '27_made-up', ...INVALID } }, keys: [] });
    world.advance(299_999);
    expect(field('alice', MINI_PROGRAM, cloudID).keys).toEqual(['info']);
    world.advance(1);
    expect(field('alice', MINI_PROGRAM, cloudID)).toEqual({ data: { info: { ...samples.expiredCloudId.field, cloudID } }, keys: [] });
  });

  it('[WX-34] what only looks like open data or a mark goes through as it is, unlisted', () => {
    const forged = { a: { cloudID: '27_x', data: { openId: 'oFAKE_bob' } }, b: { $cloudID: 5 }, c: { $cloudID: '27_x', more: 1 }, d: [1], e: null, f: '27_x' };
    expect(replaced(forged)).toEqual({ data: forged, keys: [] });
  });

  it('[WX-35] getOpenData gives for each id the item its SDK parses: the data, or the error in its place', () => {
    const cloudID = aCloudId();
    expect(opened(cloudID, '27_made-up')).toEqual([aliceSeen(cloudID), { cloudID: '27_made-up', ...INVALID }]);
    world.advance(300_000);
    expect(opened(cloudID)).toEqual([{ cloudID, ...EXPIRED }]);
  });

  it('[WX-35] getOpenData gives nothing to a call without a WeChat caller', () => {
    const cloudID = aCloudId();
    expect(world.wechat.openData([cloudID], null)).toEqual([{ cloudId: cloudID, json: JSON.stringify({ cloudID, ...FOREIGN }) }]);
  });
});
