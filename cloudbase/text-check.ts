// WeChat's content check, through the cloud's own way to it: no access_token is held here.
import * as v from 'valibot';
import type { TextCheck, TextVerdict } from '../auth/ports';
import { countCall, withinDeadline } from './invocation';
import { notice } from './log';
import { sdk } from './sdk';

/** Scene 1 is 资料: what stands in a profile. @see security.msgSecCheck, developers.weixin.qq.com */
const PROFILE_SCENE = 1;
const Verdict = v.object({ result: v.object({ suggest: v.picklist(['pass', 'risky', 'review']) }) });

/** 'unavailable' for whatever is not WeChat's plain word on the text; the log says what came instead. */
export const textCheck: TextCheck = {
  check: async (openid, content): Promise<TextVerdict> => {
    const cloud = await sdk();
    countCall('wechat');
    try {
      const answer: unknown = await withinDeadline(Promise.resolve(cloud.openapi['security'].msgSecCheck({ openid, scene: PROFILE_SCENE, version: 2, content })));
      const { result } = v.parse(Verdict, answer);
      return result.suggest === 'pass' ? 'pass' : 'risky';
    } catch (error) {
      notice('content-check-left-out', { errCode: errCodeOf(error) });
      return 'unavailable';
    }
  },
};

function errCodeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'errCode' in error ? String(error.errCode) : 'none';
}
