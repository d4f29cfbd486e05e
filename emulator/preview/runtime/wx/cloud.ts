// wx.cloud: init, callFunction, CloudID and files; everything else of it throws its name.
import type { WxCloudMember } from '../../surface';
import { NotEmulated } from '../not-emulated';
import type { Post } from '../transport';
import { type Api, defineApi, type Options, Refused, refuse } from './call';
import { refusingUnknown } from './unknown';

/** What wx.cloud.CloudID makes; only at the top level of `data` does WeChat put the open data in its place. */
class CloudIdMark {
  constructor(readonly cloudID: string) {}
}

function marked(data: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries((data ?? {}) as Record<string, unknown>).map(([key, value]) => [key, value instanceof CloudIdMark ? { $cloudID: value.cloudID } : value]));
}

function callFunctionArgs({ name, data }: Options): Options {
  if (typeof name !== 'string' || !name) throw refuse('cloud.callFunction', 'parameter.name should be String instead of Undefined', { errCode: -401003 });
  return { name, data: marked(data) };
}

/** `names`: the parameters that are texts and must be given. */
function textArgs(api: string, names: string[]): (options: Options) => Options {
  return (options) => Object.fromEntries(names.map((name) => {
    if (typeof options[name] !== 'string' || !options[name]) throw refuse(api, `parameter.${name} should be String instead of Undefined`, { errCode: -401003 });
    return [name, options[name]];
  }));
}

function fileListArgs(api: string): (options: Options) => Options {
  return ({ fileList }) => {
    if (!Array.isArray(fileList)) throw refuse(api, 'parameter.fileList should be Array instead of Undefined', { errCode: -401003 });
    return { fileList };
  };
}

export function openCloud(post: Post): unknown {
  let ready = false;
  function api(name: string, argsOf: (options: Options) => Options): Api {
    return defineApi(name, async (options) => {
      if (!ready) throw refuse(name, "Cloud API isn't enabled, please call wx.cloud.init first", { errCode: -1 });
      if (options['config']) throw new NotEmulated(`wx.${name} config`);
      const answer = await post(name, argsOf(options));
      if (!answer.ok) throw new Refused(answer.error);
      return answer.result;
    });
  }
  const members: Record<WxCloudMember, unknown> = {
    init: () => { ready = true; },
    callFunction: api('cloud.callFunction', callFunctionArgs),
    CloudID: (id: string) => new CloudIdMark(id),
    uploadFile: api('cloud.uploadFile', textArgs('cloud.uploadFile', ['cloudPath', 'filePath'])),
    downloadFile: api('cloud.downloadFile', textArgs('cloud.downloadFile', ['fileID'])),
    getTempFileURL: api('cloud.getTempFileURL', fileListArgs('cloud.getTempFileURL')),
    deleteFile: api('cloud.deleteFile', fileListArgs('cloud.deleteFile')),
  };
  return refusingUnknown('wx.cloud', members);
}
