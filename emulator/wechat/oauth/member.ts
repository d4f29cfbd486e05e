// Whom an app gets to know after an authorisation: the person, or on a 快照页 a virtual one in her place.
import type { AppRecord, PersonRecord } from '../../ports';
import { localAvatarPath } from '../avatars';
import { openidOf, unionidOf } from '../identifiers';
import { unionidFor } from '../state';

export interface Member { openid: string; unionid: string | null; nickname: string; headimgurl: string }

const VIRTUAL_NICKNAME = '微信用户';

/** No person's name holds a colon. */
function virtualNameOf(person: PersonRecord): string {
  return `snapshot:${person.name}`;
}

export function openidIn(person: PersonRecord, appid: string, snapshot: boolean): string {
  return openidOf(snapshot ? virtualNameOf(person) : person.name, appid);
}

/** A virtual person has identifiers of her own, the same at every visit. @see 网页授权, 快照页, developers.weixin.qq.com */
export function memberOf(person: PersonRecord, app: AppRecord, snapshot: boolean, avatarOrigin: () => string): Member {
  const openid = openidIn(person, app.appid, snapshot);
  const unionid = unionidFor(person, app);
  if (!snapshot) return { openid, unionid, nickname: person.nickname, headimgurl: person.avatarUrl };
  const virtualUnionid = unionid === null || app.openPlatform === null ? null : unionidOf(virtualNameOf(person), app.openPlatform);
  return { openid, unionid: virtualUnionid, nickname: VIRTUAL_NICKNAME, headimgurl: avatarOrigin() + localAvatarPath('grey') };
}
