// The calling habit of `wx`: callbacks when any is given, a promise otherwise; `errMsg` begins with the API's name either way.

export type Options = Record<string, unknown>;
export type Result = Record<string, unknown> & { errMsg: string };
export type Api = (options?: Options) => Promise<Result> | undefined;

/** WeChat said no. The mini program receives `answer`. */
export class Refused extends Error {
  constructor(readonly answer: Result) {
    super(answer.errMsg);
  }
}

export function refuse(api: string, why: string, more: Record<string, unknown> = {}): Refused {
  return new Refused({ ...more, errMsg: `${api}:fail ${why}` });
}

export const CALLBACKS = ['success', 'fail', 'complete'] as const;

function callback(options: Options, name: (typeof CALLBACKS)[number]): ((value: unknown) => void) | null {
  const given = options[name];
  return typeof given === 'function' ? (given as (value: unknown) => void) : null;
}

function withoutCallbacks(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !(CALLBACKS as readonly string[]).includes(name)));
}

async function settle(work: Promise<Result>, options: Options): Promise<void> {
  let answer: unknown;
  try {
    answer = await work;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    answer = error.answer;
    callback(options, 'fail')?.(answer);
    callback(options, 'complete')?.(answer);
    return;
  }
  callback(options, 'success')?.(answer);
  callback(options, 'complete')?.(answer);
}

async function asPromise(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    // WeChat rejects with a plain object.
    throw error instanceof Refused ? error.answer : error;
  }
}

/** `run` answers what the API adds to errMsg, throws Refused, or NotEmulated, which reaches the caller as it is. */
export function defineApi(name: string, run: (options: Options) => Promise<Record<string, unknown>> | Record<string, unknown>): Api {
  async function work(options: Options): Promise<Result> {
    const result = await run(options);
    return { ...result, errMsg: typeof result['errMsg'] === 'string' ? result['errMsg'] : `${name}:ok` };
  }
  return function api(options = {}) {
    const started = work(withoutCallbacks(options));
    if (!CALLBACKS.some((each) => callback(options, each))) return asPromise(started);
    // An exception in a callback of the mini program surfaces as an unhandled rejection, and so in faults.ts.
    void settle(started, options);
    return undefined;
  };
}
