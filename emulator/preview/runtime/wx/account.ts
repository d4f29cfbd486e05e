// wx.login, checkSession, getUserInfo: WeChat answers, this only carries.
import type { Post } from '../transport';
import { type Api, defineApi, Refused } from './call';

function carried(post: Post, name: string): Api {
  return defineApi(name, async (options) => {
    const answer = await post(name, options);
    if (!answer.ok) throw new Refused(answer.error);
    return answer.result;
  });
}

export function accountApis(post: Post): Record<'login' | 'checkSession' | 'getUserInfo', Api> {
  return { login: carried(post, 'login'), checkSession: carried(post, 'checkSession'), getUserInfo: carried(post, 'getUserInfo') };
}
