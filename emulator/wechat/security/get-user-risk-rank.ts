// wxa/getuserriskrank: how risky WeChat holds a person to be, from 0 to 4.
import { randomInt } from 'node:crypto';
import type { OpenApiCaller, OpenApiReply, PersonRecord } from '../../ports';
import { wxaRefusal } from '../api/errcode';
import type { CheckParts } from './msg-sec-check';

type Arguments = Record<string, unknown>;

/** 注册, 营销作弊, UGC */
const SCENES = [0, 1, 2];
const OPTIONAL: readonly [name: string, type: string][] = [['mobile_no', 'string'], ['email_address', 'string'], ['extended_info', 'string'], ['is_test', 'boolean']];
const LOWEST = 0;
const HIGHEST = 4;
/** Beyond 32 bits in replies quoted in public: 18069982401. */
const FIRST_ID = 10 ** 9;
const LAST_ID = 2 ** 35;

const DATA_FORMAT_ERROR = 47001;
const INVALID_ARGS = 40097;
const INVALID_APPID = 40013;
const INVALID_OPENID = 40003;
const NOT_PRESENT = 61010;

/** 47001 is what callers who left something out are told, as its community reports. */
function badArguments(args: Arguments): number | null {
  const { appid, openid, scene, client_ip: clientIp } = args;
  if (typeof appid !== 'string' || typeof openid !== 'string' || typeof scene !== 'number' || typeof clientIp !== 'string') return DATA_FORMAT_ERROR;
  if (OPTIONAL.some(([name, type]) => args[name] !== undefined && typeof args[name] !== type)) return DATA_FORMAT_ERROR;
  return SCENES.includes(scene) ? null : INVALID_ARGS;
}

/** Whom WeChat stops at the login as a 高风险等级用户 it ranks highest. */
function rankOf({ blocked }: PersonRecord): number {
  return blocked ? HIGHEST : LOWEST;
}

/**
 * Refuses by errcode: 47001, 40097 arguments; 40013 another app's appid; 40003 an openid that is nobody's in it; 61010 one who has not used it for two hours,
 * which `is_test` does not ask. The identifier is misspelt by the vendor: unoin_id.
 * @see riskControl.getUserRiskRank, developers.weixin.qq.com, and its vendor's answers in the community
 */
export function getUserRiskRank({ now, visits, ownApp, findByOpenid }: CheckParts, args: Arguments, caller: OpenApiCaller | null): OpenApiReply {
  const bad = badArguments(args);
  if (bad !== null) return wxaRefusal(bad, now());
  const appid = caller?.app ?? ownApp();
  if (appid === null || appid !== args['appid']) return wxaRefusal(INVALID_APPID, now());
  const person = findByOpenid(String(args['openid']), appid);
  if (person === null) return wxaRefusal(INVALID_OPENID, now());
  const isPresent = args['is_test'] === true || person.name === caller?.person || visits.isPresent(appid, person.name);
  if (!isPresent) return wxaRefusal(NOT_PRESENT, now());
  return { errcode: 0, errmsg: 'getuserriskrank succ', risk_rank: rankOf(person), unoin_id: randomInt(FIRST_ID, LAST_ID) };
}
