// wx.cloud: init, callFunction and CloudID; everything else of it throws its name.
import type { WxCloudMember } from '../../surface';
import { NotEmulated } from '../not-emulated';
import type { Post } from '../transport';
import { defineApi, type Options, Refused, refuse } from './call';
import { refusingUnknown } from './unknown';

/** What wx.cloud.CloudID makes; only at the top level of `data` does WeChat put the open data in its place. */
class CloudIdMark {
  constructor(readonly cloudID: string) {}
}

function marked(data: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries((data ?? {}) as Record<string, unknown>).map(([key, value]) => [key, value instanceof CloudIdMark ? { $cloudID: value.cloudID } : value]));
}

export function openCloud(post: Post): unknown {
  let ready = false;
  const callFunction = defineApi('cloud.callFunction', async ({ name, data, config }: Options) => {
    if (!ready) throw refuse('cloud.callFunction', "Cloud API isn't enabled, please call wx.cloud.init first", { errCode: -1 });
    if (typeof name !== 'string' || !name) throw refuse('cloud.callFunction', 'parameter.name should be String instead of Undefined', { errCode: -401003 });
    if (config) throw new NotEmulated('wx.cloud.callFunction config');
    const answer = await post('cloud.callFunction', { name, data: marked(data) });
    if (!answer.ok) throw new Refused(answer.error);
    return answer.result;
  });
  const members: Record<WxCloudMember, unknown> = {
    init: () => { ready = true; },
    callFunction,
    CloudID: (id: string) => new CloudIdMark(id),
  };
  return refusingUnknown('wx.cloud', members);
}
