// security.msgSecCheck and security.imgSecCheck: whether what a person wrote or chose may be shown to others.
import * as v from 'valibot';
import type { Alarm } from '../../auth/ports';
import type { ContentCheck, ContentVerdict } from '../../auth/profile/ports';
import { isRisky } from '../errcode';
import type { Ask, Asked } from '../open-api';

/** Scene 1 is 资料: what stands in a profile. @see security.msgSecCheck, developers.weixin.qq.com */
const PROFILE_SCENE = 1;
const TextVerdict = v.object({ result: v.object({ suggest: v.picklist(['pass', 'risky', 'review']) }) });
/**
 * A passing picture is told by the code 0 alone, and the SDK says that code of whatever is no error: what was no JSON of WeChat's, a cut or
 * empty answer too, it lays beside as `buffer` or `result`. @see security.imgSecCheck
 */
const PictureVerdict = v.object({ errCode: v.literal(0), buffer: v.exactOptional(v.never()), result: v.exactOptional(v.never()) });

/** 'unavailable' for whatever is not WeChat's plain word on the content; the log says what came instead. */
export function weChatContentCheck(ask: Ask, notice: Alarm): ContentCheck {
  return {
    text: async (openid, content) => judgeText(await ask('security', 'msgSecCheck', { openid, scene: PROFILE_SCENE, version: 2, content }), notice),
    picture: async ({ bytes, type }) => judgePicture(await ask('security', 'imgSecCheck', { media: { contentType: type, value: bytes } }), notice),
  };
}

export function judgeText(asked: Asked, notice: Alarm): ContentVerdict {
  const parsed = asked.ok ? v.safeParse(TextVerdict, asked.answer) : null;
  if (!parsed?.success) return refused(asked, notice);
  return parsed.output.result.suggest === 'pass' ? 'pass' : 'risky';
}

export function judgePicture(asked: Asked, notice: Alarm): ContentVerdict {
  return asked.ok && v.is(PictureVerdict, asked.answer) ? 'pass' : refused(asked, notice);
}

function refused(asked: Asked, notice: Alarm): ContentVerdict {
  const errCode = asked.ok ? null : asked.errCode;
  if (errCode !== null && isRisky(errCode)) return 'risky';
  notice('content-check-left-out', { errCode: String(errCode) });
  return 'unavailable';
}
