// Opens `encryptedData`: AES-128-CBC under the session_key, PKCS#7, UTF-8 JSON.
import { createDecipheriv } from 'node:crypto';

const BLOCK = 16;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Far above the packets that WeChat makes. */
const LONGEST = 8192;

/**
 * The plain object, or null for anything that is wrong: CBC is malleable, so which step failed is never told (SEC-18).
 * @see developers.weixin.qq.com, 开放数据校验与解密
 */
export function decrypt(sessionKey: string, encryptedData: string, iv: string): Record<string, unknown> | null {
  const [key, vector, cipherText] = [bytes(sessionKey), bytes(iv), bytes(encryptedData)];
  if (key?.length !== BLOCK || vector?.length !== BLOCK || !cipherText || cipherText.length % BLOCK !== 0) return null;
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, vector);
    const plain = Buffer.concat([decipher.update(cipherText), decipher.final()]);
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function bytes(base64: string): Buffer | null {
  return base64.length <= LONGEST && BASE64.test(base64) ? Buffer.from(base64, 'base64') : null;
}
