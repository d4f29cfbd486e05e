// Open data under the session_key: the vendor's own vectors, and everything that must not open.
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decrypt } from '../../wechat/open-data/decrypt';
import { sealedPacket } from '../../wechat/open-data/packet';
import { isRawDataSignature } from '../../wechat/open-data/signature';
import { readUserInfo } from '../../wechat/open-data/user-info';

// The decrypt demo of developers.weixin.qq.com (开放数据校验与解密).
const VECTOR = {
  sessionKey: 'tiihtNczf5v6AKRyjwEUhQ==', iv: 'r7BXXKkLb8qrSNn05n0qiA==',
  encryptedData: 'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==',
};

test('[PR-4] the vendor’s decryption sample opens', () => {
  expect(decrypt(VECTOR.sessionKey, VECTOR.encryptedData, VECTOR.iv)).toMatchObject({
    openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', nickName: 'Band', unionId: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA', watermark: { timestamp: 1477314187, appid: 'wx4f4bc4dec97d474b' },
  });
});

test('[PR-4] the vendor’s rawData signature sample is confirmed, and nothing else is', () => {
  const rawData = '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
  expect(isRawDataSignature(rawData, 'HyVFkGl5F5OQWJZZaNzBBg==', '75e81ceda165f4ffa64f4068af58c64b8f54b88c')).toBe(true);
  expect(isRawDataSignature(`${rawData} `, 'HyVFkGl5F5OQWJZZaNzBBg==', '75e81ceda165f4ffa64f4068af58c64b8f54b88c')).toBe(false);
  expect(isRawDataSignature(rawData, 'HyVFkGl5F5OQWJZZaNzBBg==', '')).toBe(false);
});

test.each<[string, Partial<typeof VECTOR>]>([
  ['another key', { sessionKey: 'AAAAAAAAAAAAAAAAAAAAAA==' }], ['a key of 8 bytes', { sessionKey: 'AAAAAAAAAAA=' }], ['an iv of 8 bytes', { iv: 'AAAAAAAAAAA=' }],
  ['a cut ciphertext', { encryptedData: VECTOR.encryptedData.slice(0, 100) }], ['no ciphertext', { encryptedData: '' }], ['letters outside base64', { encryptedData: '*'.repeat(64) }],
])('[SEC-18] with %s nothing opens and nothing is thrown', (_what, change) => {
  const { sessionKey, encryptedData, iv } = { ...VECTOR, ...change };
  expect(decrypt(sessionKey, encryptedData, iv)).toBeNull();
});

test('[SEC-18] no bytes make it throw', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), fc.uint8Array({ minLength: 16, maxLength: 16 }), (cipherText, iv) => {
    const opened = decrypt(VECTOR.sessionKey, Buffer.from(cipherText).toString('base64'), Buffer.from(iv).toString('base64'));
    expect(opened === null || typeof opened === 'object').toBe(true);
  }));
});

function seal(sessionKey: string, content: object) {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
  const encryptedData = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]).toString('base64');
  const rawData = JSON.stringify({ nickName: 'alice' });
  return { encryptedData, iv: iv.toString('base64'), rawData, signature: createHash('sha1').update(rawData + sessionKey).digest('hex') };
}

const INFO = { openId: 'oFAKE_alice', nickName: 'alice', avatarUrl: 'https://thirdwx.qlogo.cn/a/132', watermark: { appid: 'wxfa4e000000000001', timestamp: 1_767_225_600 } };

test('[PR-5] a packet opens with the current key, else with the previous one, else not at all', async () => {
  const [current, previous, other] = Array.from({ length: 3 }, () => randomBytes(16).toString('base64')) as [string, string, string];
  const packet = sealedPacket(seal(previous, INFO));
  expect(await packet.open([current, previous])).toMatchObject({ nickname: 'alice', openId: 'oFAKE_alice', timestamp: 1_767_225_600_000 });
  expect(await packet.open([other])).toBeNull();
  expect(await packet.open([])).toBeNull();
});

test('[PR-5] a packet whose signature is of another text does not open', async () => {
  const key = randomBytes(16).toString('base64');
  expect(await sealedPacket({ ...seal(key, INFO), rawData: '{"nickName":"mallory"}' }).open([key])).toBeNull();
});

test.each([{ ...INFO, nickName: '微信用户' }, { ...INFO, is_demote: true }, { ...INFO, avatarUrl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132' }])(
  '[PR-2] the profile %j is told to be anonymous', (info) => {
    expect(readUserInfo(info)?.anonymous).toBe(true);
  },
);

test.each([null, {}, { ...INFO, watermark: undefined }, { ...INFO, openId: 'o$ne' }, { ...INFO, nickName: 1 }])('[SEC-19] %j is no user info', (value) => {
  expect(readUserInfo(value)).toBeNull();
});

test('[PR-6] a picture address that is not http or https is left out', () => {
  expect(readUserInfo({ ...INFO, avatarUrl: 'javascript:alert(1)' })?.avatarUrl).toBeNull();
});
