// WeChat's interfaces that cloud functions call as cloud.openapi.<name>.
import type { OpenApi, OpenApiCaller, OpenApiMedia, OpenApiReply } from '../../ports';
import { NotEmulated } from '../../ports';
import { wxaRefusal } from '../api/errcode';
import { getuserphonenumber, type PhoneNumberParts } from '../api/getuserphonenumber';
import { type CallerParts, getUnlimited, type WxacodeParts } from '../api/getwxacodeunlimit';
import { getUserRiskRank } from './get-user-risk-rank';
import { imgSecCheck } from './img-sec-check';
import { type CheckParts, msgSecCheck } from './msg-sec-check';

type Interface = (args: Record<string, unknown>, caller: OpenApiCaller | null) => OpenApiReply | OpenApiMedia;

export function openOpenApi(parts: CheckParts & PhoneNumberParts & WxacodeParts & CallerParts): OpenApi {
  const interfaces = new Map<string, Interface>([
    ['security.msgSecCheck', (args, caller) => msgSecCheck(parts, args, caller)],
    ['security.imgSecCheck', (args) => imgSecCheck(parts, args)],
    ['riskControl.getUserRiskRank', (args, caller) => getUserRiskRank(parts, args, caller)],
    ['phonenumber.getPhoneNumber', (args, caller) => getuserphonenumber(parts, args, caller)],
    ['wxacode.getUnlimited', (args, caller) => getUnlimited(parts, args, caller)],
  ]);
  return {
    isBuilt: (name) => interfaces.has(name),
    call(name, args, caller) {
      const run = interfaces.get(name);
      if (!run) throw new NotEmulated(`cloud.openapi.${name}`);
      return run(args, caller);
    },
    refusal: (errcode) => wxaRefusal(errcode, parts.now()),
  };
}
