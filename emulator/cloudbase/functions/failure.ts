// How an invocation fails: the number the phone sees, the word the SDK sees, the text both show.

export interface Failure {
  errCode: number;
  /** As on the phone, behind 'cloud.callFunction:fail Error: '. */
  errMsg: string;
  /** Code on the admin wire, for a function that called a function. */
  code: string;
  message: string;
  /** The function answered, but more than fits. */
  isTooLarge?: true;
}

/** SCF's limit for a synchronous event and for its response. */
export const LARGEST_PAYLOAD_BYTES = 6 * 1024 * 1024;
/** `145 code exit unexpected` is what SCF says when the process ended before it answered. */
const EXITED = '145 code exit unexpected';

/** The function threw, or its answer could not be sent. */
export function executeFailed(message: string): Failure {
  return { errCode: -504002, errMsg: `errCode: -504002 functions execute fail | errMsg: ${message}`, code: 'FUNCTIONS_EXECUTE_FAIL', message };
}

export function resultTooLarge(): Failure {
  return { ...executeFailed('response exceeds 6 MB'), isTooLarge: true };
}

export function exitedUnexpectedly(): Failure {
  return executeFailed(EXITED);
}

export function timedOut(timeoutSeconds: number): Failure {
  const message = `Invoking task timed out after ${timeoutSeconds} seconds`;
  return { errCode: -504003, errMsg: `errCode: -504003 | errMsg: ${message}`, code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED', message };
}

export function notFound(): Failure {
  const message = 'FunctionName parameter could not be found. 更多错误信息请访问：https://docs.cloudbase.net/error-code/basic/FUNCTION_NOT_FOUND';
  return { errCode: -501000, errMsg: `errCode: -501000 | errMsg: ${message}`, code: 'FUNCTION_NOT_FOUND', message };
}

export function eventTooLarge(): Failure {
  const message = 'event exceeds 6 MB';
  return { errCode: -504001, errMsg: `errCode: -504001 functions request fail | errMsg: ${message}`, code: 'FUNCTIONS_REQUEST_FAIL', message };
}
