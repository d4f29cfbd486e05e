// What `npm run operator -- undo-merge` says: who is whom again, or what to do where the merge stays.

/** @param {{ winner: string, loser: string }} undone @returns {string} */
export function showUndone({ winner, loser }) {
  return `${loser} is a user of her own again, with all that was hers; her sessions are over, and her phones sign in again by a tap.
${winner} keeps what is hers, and what came since the merge.
A unionid joins the two no more; she can link them again by herself.`;
}

const ADVICE = {
  'not-found': 'npm run operator -- find --id <either user> tells her merges under "journal": mergeId, and until when each can be undone (undoableUntil).',
  'link-conflict': 'npm run operator -- find --id <either user> tells whom she became, and her status; npm run operator -- lift <user id> ends a ban.',
  'conflict-retry': 'Wait a minute and give the same command again.',
};

/** @param {{ code?: string, action?: string }} refused @returns {string | null} */
export function adviceFor({ code, action }) {
  return action === 'undo-merge' ? (ADVICE[code] ?? null) : null;
}
