// The sealing and signing of open data against the vendor's published vectors.
import { createDecipheriv } from 'node:crypto';
import { encryptOpenData, signLoginState, signRawData } from '../../../emulator/wechat/seal';
import { openDataSamples as samples } from '../../wire/samples/samples';

it('[WX-36] the vendor\'s plaintext encrypts to the vendor\'s bytes', () => {
  const { plaintext, sessionKey, iv, encryptedData } = samples.decryption;
  const decipher = createDecipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'));
  expect(decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8')).toBe(plaintext);
  expect(encryptOpenData(plaintext, sessionKey, iv)).toBe(encryptedData);
});

it('[WX-36] the vendor\'s rawData signs to the vendor\'s signature', () => {
  const { rawData, sessionKey, signature } = samples.rawDataSignature;
  expect(signRawData(rawData, sessionKey)).toBe(signature);
});

it('[WX-36] the vendor\'s body signs to the vendor\'s login-state signature', () => {
  const { body, sessionKey, signature } = samples.loginStateSignature;
  expect(signLoginState(body, sessionKey)).toBe(signature);
});
