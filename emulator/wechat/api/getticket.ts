// cgi-bin/ticket/getticket: the jsapi_ticket that JS-SDK pages are signed with.
import type { AppRecord } from '../../ports';
import { NotEmulated } from '../../ports';
import type { Quotas } from '../credentials/quotas';
import type { Tickets } from '../credentials/tickets';
import type { ApiRequest, Reply } from './request';

/** WeChat names no code of its own for a missing or unknown type; this is its general one. */
const INVALID_ARGS = 40097;

/** By GET or POST; the body is not read. @throws NotEmulated for tickets of coupons @see JS-SDK 使用权限签名算法, developers.weixin.qq.com */
export function getticket({ tickets, quotas }: { tickets: Tickets; quotas: Quotas }, { appid }: AppRecord, { query }: ApiRequest): Reply {
  const type = query.get('type');
  if (type === 'wx_card') throw new NotEmulated('cgi-bin/ticket/getticket of type wx_card');
  if (type !== 'jsapi') return { errcode: INVALID_ARGS };
  quotas.count(appid, 'getticket');
  return { errcode: 0, errmsg: 'ok', ...tickets.present(appid) };
}
