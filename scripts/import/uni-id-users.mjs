// Reads an export of DCloud's `uni-id-users` collection, of uni-id-co or of uni-id before it.
import { idOf, nameOf, refuseRounded } from './ids.mjs';
import { identitiesOf } from './platforms.mjs';
import { isUnread, momentOf, readDocuments, textOf } from './text.mjs';

/** `status` of the collection: 0 normal, 1 banned. */
const BANNED = 1;
const NOT_TAKEN = { 2: 'waits for an audit there', 3: 'was refused by an audit there', 4: 'was closed there' };

/** @returns {{ claims: object[], conflicts: object[], skipped: { line: number, why: string }[], left: { line: number, what: string[] }[], unmapped: Record<string, number>, unit: string }} */
export function readUniIdUsers(text, apps) {
  const { documents, unit } = readDocuments(text);
  refuseRounded(documents, '_id', unit);
  const table = { claims: [], conflicts: [], skipped: [], left: [], unmapped: {}, unit };
  for (const { line, document } of documents) {
    const status = document.status ?? 0;
    const { identities, unmapped } = identitiesOf(document.wx_openid, apps);
    for (const platform of unmapped) table.unmapped[platform] = (table.unmapped[platform] ?? 0) + 1;
    const why = reasonToSkip(status, identities, unmapped);
    if (why !== null) {
      table.skipped.push({ line, why });
      continue;
    }
    table.claims.push(claimOf(line, document, identities, status));
    if (textOf(document.mobile) !== null && document.mobile_confirmed !== 1) table.left.push({ line, what: ['unconfirmedPhone'] });
    if (isUnread(document.register_date)) table.left.push({ line, what: ['registeredAt'] });
  }
  return table;
}

function reasonToSkip(status, identities, unmapped) {
  if (status !== 0 && status !== BANNED) return NOT_TAKEN[status] ?? `has a status that is not known: ${JSON.stringify(status)}`;
  if (identities.length > 0) return null;
  return unmapped.length > 0 ? 'has openids only of platforms without an app' : 'has no openid of WeChat';
}

function claimOf(line, document, identities, status) {
  const unionId = idOf(document.wx_unionid);
  return {
    // Each document is a user, also one that lost its name.
    line, user: nameOf(document._id) ?? `${line}, without _id`, identities: identities.map((identity) => ({ ...identity, ...(unionId === null ? {} : { unionId }) })),
    nickname: textOf(document.nickname), avatarUrl: textOf(document.avatar_file?.url) ?? textOf(document.avatar),
    // A number that nobody confirmed is a claim of the person's own.
    phone: document.mobile_confirmed === 1 ? textOf(document.mobile) : null, banned: status === BANNED, registeredAt: momentOf(document.register_date),
  };
}
