// The two ways in which the centre gives no token: it refuses, or nothing of its own comes back.
import type { Refusal } from '../../../contract/reply';

/** The centre refused: `code` says why, `retry` and `retryAt` what may be done, `requestId` stands in its log line. */
export class AppTokenRefused extends Error {
  readonly code: Refusal['code'];
  readonly retry: Refusal['retry'];
  /** Epoch milliseconds, or null. */
  readonly retryAt: number | null;
  /** Of HTTP. */
  readonly status: number;
  readonly requestId: string;

  constructor({ code, message, retry, retryAt, requestId }: Refusal, status: number) {
    super(`The app token centre refused: ${code}: ${message}`);
    this.name = 'AppTokenRefused';
    this.code = code;
    this.retry = retry;
    this.retryAt = retryAt;
    this.status = status;
    this.requestId = requestId;
  }
}

/** No connection, no answer in time, or an answer that is not the centre's. */
export class AppTokenUnreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppTokenUnreachable';
  }
}
