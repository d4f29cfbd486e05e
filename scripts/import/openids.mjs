// Reads a plain table of openids: CSV with a header line, a JSON array, or one JSON object to a line.
import { readCsv } from './csv.mjs';
import { idOf, nameOf, refuseRounded } from './ids.mjs';
import { isUnread, momentOf, readDocuments, textOf, Unreadable } from './text.mjs';

const COLUMNS = ['appid', 'kind', 'openid', 'unionid', 'nickname', 'avatar_url', 'phone', 'user', 'registered_at'];

/** @returns {{ claims: object[], conflicts: object[], skipped: { line: number, why: string }[], left: { line: number, what: string[] }[], unmapped: Record<string, number>, unit: string }} */
export function readOpenids(text) {
  const { documents, unit } = /^\s*[[{]/.test(text) ? readDocuments(text) : { documents: readCsv(text), unit: 'line' };
  refuseRounded(documents, 'user', unit);
  const table = { claims: [], conflicts: [], skipped: [], left: [], unmapped: {}, unit };
  for (const { line, document } of documents) {
    const other = Object.keys(document).find((name) => !COLUMNS.includes(name));
    if (other !== undefined) throw new Unreadable(`${JSON.stringify(other)} is no column of this table: ${COLUMNS.join(', ')}.`);
    if (!('appid' in document && 'openid' in document)) throw new Unreadable(`The ${unit} ${line} has no appid or no openid.`);
    const openId = idOf(document.openid);
    if (openId === null) table.skipped.push({ line, why: 'has no openid' });
    else table.claims.push(claimOf(line, document, openId));
    if (isUnread(document.registered_at)) table.left.push({ line, what: ['registeredAt'] });
  }
  return table;
}

function claimOf(line, document, openId) {
  const [kind, unionId] = [nameOf(document.kind), idOf(document.unionid)];
  return {
    line, user: nameOf(document.user),
    identities: [{ appId: textOf(document.appid) ?? '', ...(kind === null ? {} : { kind }), openId, ...(unionId === null ? {} : { unionId }) }],
    nickname: textOf(document.nickname), avatarUrl: textOf(document.avatar_url), phone: textOf(document.phone), banned: false, registeredAt: momentOf(document.registered_at),
  };
}
