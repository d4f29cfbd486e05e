// WeChat's interfaces that cloud functions call as cloud.openapi.<name>.
import type { OpenApi, OpenApiCaller, OpenApiReply } from '../../ports';
import { NotEmulated } from '../../ports';
import { type CheckParts, msgSecCheck, refusal } from './msg-sec-check';

type Interface = (args: Record<string, unknown>, caller: OpenApiCaller | null) => OpenApiReply;

export function openOpenApi(parts: CheckParts): OpenApi {
  const interfaces = new Map<string, Interface>([
    ['security.msgSecCheck', (args, caller) => msgSecCheck(parts, args, caller)],
  ]);
  return {
    isBuilt: (name) => interfaces.has(name),
    call(name, args, caller) {
      const run = interfaces.get(name);
      if (!run) throw new NotEmulated(`cloud.openapi.${name}`);
      return run(args, caller);
    },
    refusal: (errcode) => refusal(errcode, parts.now()),
  };
}
