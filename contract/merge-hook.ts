// What the function named by MERGE_HOOK is called with, so that the app can move what it keeps under a user's id.
import type { Ms, Opaque } from './reply';

/**
 * 'merged': what is kept under `loser` is `winner`'s now. 'unmerged': an operator took it back; what was `loser`'s is hers again.
 * Told at least once for what stands, and again until the function returns, in no promised order: it must be safe to run twice, and of one `mergeId` the
 * latest `at` counts. A merge that is undone before it was told is told as undone alone. `winner` is whom the loser is at the moment of telling.
 * Until `tokensUntil` access tokens from before may still be seen, with the other id in them.
 */
export interface MergeEvent { action: 'merged' | 'unmerged'; mergeId: Opaque; winner: Opaque; loser: Opaque; at: Ms; tokensUntil: Ms }
