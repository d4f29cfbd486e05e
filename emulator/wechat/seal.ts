// How WeChat encrypts and signs open data with a session_key. @see 开放数据校验与解密, developers.weixin.qq.com
import { createCipheriv, createHash, createHmac } from 'node:crypto';

/** AES-128-CBC with PKCS#7 padding; all but the plaintext are base64. */
export function encryptOpenData(plaintext: string, sessionKey: string, iv: string): string {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'));
  return Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64');
}

/** The `signature` beside rawData; the session_key goes in as its base64 text. */
export function signRawData(rawData: string, sessionKey: string): string {
  return createHash('sha1').update(rawData + sessionKey, 'utf8').digest('hex');
}

/** 用户登录态签名: the key is the base64 text of the session_key, not its bytes. */
export function signLoginState(body: string, sessionKey: string): string {
  return createHmac('sha256', sessionKey).update(body, 'utf8').digest('hex');
}
