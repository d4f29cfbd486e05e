// wxa/msg_sec_check, version 2: whether what a person wrote may be shown to others.
import type { OpenApiCaller, OpenApiReply, PersonRecord } from '../../ports';
import { NotEmulated } from '../../ports';
import { wxaRefusal } from '../api/errcode';
import { newRid } from '../identifiers';
import { judge, type Verdict } from './test-words';
import type { Visits } from './visits';

export interface CheckParts {
  now(): number;
  visits: Visits;
  /** Of a call that no person of an app is behind: the app the cloud environment belongs to. */
  ownApp(): string | null;
  findByOpenid(openid: string, appid: string): PersonRecord | null;
}

interface Texts { openid: string; texts: string[] }
type Arguments = Record<string, unknown>;

/** 资料, 评论, 论坛, 社交日志 */
const SCENES = [1, 2, 3, 4];
const LONGEST_CONTENT = 2500;
/** What is checked beside `content` when it is given. */
const FURTHER_TEXTS = ['title', 'nickname', 'signature'];
const CERTAINTY = 90;

const DATA_FORMAT_ERROR = 47001;
/** WeChat names no code of its own for these; this is its general one. */
const INVALID_ARGS = 40097;
const INVALID_OPENID = 40003;
const NOT_PRESENT = 61010;

/** The errcode of wrong arguments. @throws NotEmulated for version 1, which knew neither openid nor labels */
function readTexts(args: Arguments): Texts | number {
  const { version = 1, scene, openid, content } = args;
  const further = FURTHER_TEXTS.map((name) => args[name]).filter((text) => text !== undefined);
  const texts = [content, ...further].filter((text) => typeof text === 'string');
  if (typeof version !== 'number') return DATA_FORMAT_ERROR;
  if (version !== 2) throw new NotEmulated(`security.msgSecCheck of version ${version}`);
  if (typeof openid !== 'string' || openid === '') return INVALID_OPENID;
  if (typeof content !== 'string' || content === '' || Array.from(content).length > LONGEST_CONTENT) return INVALID_ARGS;
  if (typeof scene !== 'number' || !SCENES.includes(scene)) return INVALID_ARGS;
  return texts.length === 1 + further.length ? { openid, texts } : DATA_FORMAT_ERROR;
}

/** As in replies quoted in WeChat's community: the strategy `keyword` says nothing more when it found none. */
function accepted({ suggest, label, keyword }: Verdict, now: number): OpenApiReply {
  const words = { strategy: 'keyword', errcode: 0, ...(keyword === null ? {} : { suggest, label, level: CERTAINTY, keyword }) };
  const model = { strategy: 'content_model', errcode: 0, suggest, label, prob: CERTAINTY };
  return { errcode: 0, errmsg: 'ok', detail: [words, model], trace_id: newRid(now), result: { suggest, label } };
}

/** Refuses by errcode: 47001, 40097 arguments; 40003 an openid that is nobody's in this app; 61010 one who has not used it for two hours. */
export function msgSecCheck({ now, visits, ownApp, findByOpenid }: CheckParts, args: Arguments, caller: OpenApiCaller | null): OpenApiReply {
  const read = readTexts(args);
  if (typeof read === 'number') return wxaRefusal(read, now());
  const appid = caller?.app ?? ownApp();
  const person = appid === null ? null : findByOpenid(read.openid, appid);
  if (appid === null || person === null) return wxaRefusal(INVALID_OPENID, now());
  // Who is behind the call is using the app just now.
  if (person.name !== caller?.person && !visits.isPresent(appid, person.name)) return wxaRefusal(NOT_PRESENT, now());
  return accepted(judge(read.texts.join('\n')), now());
}
