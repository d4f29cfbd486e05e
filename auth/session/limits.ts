// How long tokens and sessions live, and how many sessions one identity keeps.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Access token: `exp` − `iat`, in seconds. */
export const ACCESS_TOKEN_SECONDS = 900;
/** Clocks of two instances may differ by so much (SEC-34), in seconds. */
export const SKEW_SECONDS = 60;
/** A session that is not renewed for so long has ended (SEC-40). */
export const IDLE_MS = 30 * DAY;
/** No renewal carries a session past this (SEC-40). */
export const ABSOLUTE_MS = 90 * DAY;
/** The immediate predecessor of the current refresh token still answers so long (SEC-37). */
export const GRACE_MS = 10 * SECOND;
/**
 * How much of each list one identity keeps: the 21st sign-in ends the oldest session (SEC-43). Events: more than the limits let happen
 * until housekeeping moves them (twenty sign-ins a minute, and the end of each, for twelve minutes), so that none is pushed out.
 */
export const KEEP = { sessions: 20, events: 500, sessionKeys: 2, seenPackets: 20, consents: 20 } as const;
/** How long back the limits per minute look. */
export const LIMIT_WINDOW_MS = MINUTE;
/** What the cached level of a session check may be behind (SEC-32). */
export const CACHED_CHECK_MS = 60 * SECOND;
/** A session_key older than this is never used (SEC-14). */
export const SESSION_KEY_MS = 3 * DAY;
/** WeChat's refresh token is good so long, however often it is used; kept no longer (刷新 access_token, developers.weixin.qq.com). */
export const WECHAT_TOKENS_MS = 30 * DAY;
/** A retired signing key still verifies so long: one access token's life and the skew (SEC-30). */
export const RETIRED_KEY_MS = 16 * MINUTE;
/** What changes who a person can be reached as, or tells all that is known of her, wants a sign-in at most so old (SEC-60). */
export const RECENT_SIGN_IN_MS = 10 * MINUTE;
/** How long a closed account waits before it is erased. */
export const COOLING_OFF_MS = 15 * DAY;
