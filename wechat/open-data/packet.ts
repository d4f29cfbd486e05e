// User info under the session_key: signed raw text beside encrypted data, opened with whichever key fits both.
import { createHash } from 'node:crypto';
import { decrypt } from './decrypt';
import { isRawDataSignature } from './signature';
import { readUserInfo } from './user-info';
import type { Packet } from '../../auth/profile/ports';

export interface SealedUserInfo { encryptedData: string; iv: string; rawData: string; signature: string }

export function sealedPacket(sealed: SealedUserInfo): Packet {
  return {
    // Over the bytes: base64 can spell the same bytes in more than one way.
    hash: packetHash(Buffer.concat([Buffer.from(sealed.iv, 'base64'), Buffer.from(sealed.encryptedData, 'base64')])),
    open: async (sessionKeys) => {
      const key = sessionKeys.find((each) => isRawDataSignature(sealed.rawData, each, sealed.signature));
      return key === undefined ? null : readUserInfo(decrypt(key, sealed.encryptedData, sealed.iv));
    },
  };
}

/** What is remembered of a packet, so that it opens once (SEC-20). */
export function packetHash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}
