// What the client asks of the browser, and how a real one answers.

export type Storing = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
export interface Address { pathname: string; search: string; hash: string }

export interface Page {
  origin: string;
  userAgent: string;
  storage: Storing;
  address(): Address;
  /** Writes the address anew, in the same entry of the history; loads nothing. */
  rewrite(relative: string): void;
  go(address: string): void;
  now(): number;
  fetch(request: Request): Promise<Response>;
  pause(milliseconds: number): Promise<void>;
  /** Nobody can see the page. */
  isHidden(): boolean;
  /** The page is shown: also by Back, as it was left, with all that it had in memory. */
  onReturn(listener: () => void): void;
  /** What a listener of the app threw. */
  report(error: unknown): void;
  /** The other tabs of this origin; null where the browser has no such thing. */
  tabs: { tell(message: unknown): void; hear(listener: (message: unknown) => void): void } | null;
  /** Only in a frame that this client made, around which the same origin stands: gives a message to the page around it. */
  handOver: ((message: unknown) => void) | null;
}

/** On the frame's element, which a page inside sees where the same origin stands around it, and nowhere else. */
export const FRAME_MARK = 'data-wechat-accounts';

/** `storage` null: the tab's own sessionStorage. */
export function browserPage(storage: Storing | null): Page {
  const { location, history, parent, crypto } = window;
  if (crypto.subtle === undefined) throw new TypeError('wechat-accounts: crypto.subtle wants an https page.');
  return {
    origin: location.origin, userAgent: navigator.userAgent, storage: storage ?? sessionStorage,
    address: () => location,
    rewrite: (relative) => history.replaceState(history.state, '', relative),
    go: (address) => location.assign(address),
    now: () => Date.now(),
    fetch: (request) => fetch(request),
    pause: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); }),
    isHidden: () => document.hidden,
    onReturn: (listener) => window.addEventListener('pageshow', listener),
    report: (error) => { setTimeout(() => { throw error; }); },
    tabs: openTabs(),
    handOver: window.frameElement?.hasAttribute(FRAME_MARK) ? (message) => parent.postMessage(message, location.origin) : null,
  };
}

function openTabs(): Page['tabs'] {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel('wechat-accounts');
  return { tell: (message) => channel.postMessage(message), hear: (listener) => { channel.onmessage = ({ data }) => listener(data); } };
}
