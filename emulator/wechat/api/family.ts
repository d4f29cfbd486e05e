// The two styles in which api.weixin.qq.com answers, told by the first part of the path.
import type { Answer } from './answer';
import { snsError, wxaRefusal } from './errcode';

export interface Family {
  answer(body: string): Answer;
  /** The body of a refusal. */
  refusal(errcode: number, now: number): string;
}

/** text/plain, without a charset, for UTF-8 JSON. */
const SNS: Family = {
  answer: (body) => ({ status: 200, contentType: 'text/plain', body }),
  refusal: snsError,
};

/** cgi-bin/* and wxa/*. The parameter is `encoding`, not charset. */
const JSON_CALLS: Family = {
  answer: (body) => ({ status: 200, contentType: 'application/json; encoding=utf-8', body }),
  refusal: (errcode, now) => JSON.stringify(wxaRefusal(errcode, now)),
};

/** `name` without a leading slash: 'cgi-bin/token'. */
export function familyOf(name: string): Family {
  return name.startsWith('sns/') ? SNS : JSON_CALLS;
}
