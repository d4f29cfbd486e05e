// The calls that wait for one person's answer about privacy: it settles all of them.

export type Verdict = 'agreed' | 'refused' | 'unclicked';

export interface Waiting {
  isEmpty(): boolean;
  /** `decide` is what a page's listener is given as `resolve`; once this call is settled it means nothing any more. */
  join(): { verdict: Promise<Verdict>; decide(decision: { event: string; buttonId?: string }): void };
  settle(verdict: Verdict): void;
  /** The button with this id, of open-type agreePrivacyAuthorization, was tapped. */
  tapped(buttonId: string): void;
  /** Nobody can be asked. */
  fail(reason: unknown): void;
}

interface Waiter { resolve(verdict: Verdict): void; reject(reason: unknown): void }

export function openWaiting(): Waiting {
  let waiters: Waiter[] = [];
  const buttons = new Set<string>();

  function leave(act: (waiter: Waiter) => void): void {
    const leaving = waiters;
    waiters = [];
    buttons.clear();
    leaving.forEach(act);
  }
  const settle = (verdict: Verdict) => leave(({ resolve }) => resolve(verdict));
  return {
    isEmpty: () => waiters.length === 0,
    join() {
      const waiter: Waiter = { resolve: () => undefined, reject: () => undefined };
      const verdict = new Promise<Verdict>((resolve, reject) => { Object.assign(waiter, { resolve, reject }); });
      waiters.push(waiter);
      return {
        verdict,
        decide({ event, buttonId }) {
          if (!waiters.includes(waiter)) return;
          // 'exposureAuthorization' only reports that the page's popup is on the screen.
          if (event === 'disagree') settle('refused');
          // 基础库会检查对应的同意按钮是否被点击过
          if (event === 'agree') settle(buttons.has(buttonId ?? '') ? 'agreed' : 'unclicked');
        },
      };
    },
    settle,
    tapped: (buttonId) => { buttons.add(buttonId); },
    fail: (reason) => leave(({ reject }) => reject(reason)),
  };
}
