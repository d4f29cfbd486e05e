// Who asks, as an access token of the door tells it.

export interface Session {
  userId: string;
  /** Of WeChat's app that the person came through. */
  appId: string;
  /** As the door's list of sessions names it. */
  sessionId: string;
  /** Of the access token, in epoch milliseconds; the session itself goes on by renewal. */
  expiresAt: number;
}
