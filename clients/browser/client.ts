// The client as a whole: what a page does with it, put together.
import { bearingFetch } from './bearing';
import { doorOf, refused } from './door';
import { type Events, openEvents } from './events';
import { openFrame } from './frame';
import { openHolding, type Session } from './holding';
import { isInsideWeChat } from './inside';
import { arrive, endSession, land, leaving, type Opened, type Parts, refuse } from './landing';
import { mayGoRound } from './opening';
import type { Page } from './page';
import { keepProof, makeProof } from './proof';
import { renewalOf } from './renewal';
import type { Settings } from './settings';
import { openShelf } from './shelf';
import { doorFor, type SignInOptions, startAddress } from './start';
import { openTwins } from './twins';

export interface Client {
  /** Call it as the page opens: takes up what WeChat's page came back with. Asked again, the same. */
  ready(): Promise<Opened>;
  /**
   * Goes to WeChat's page, or shows its QR code in `embedded`; what comes of it is told by `ready()` after the way back, embedded by the events.
   * @throws TypeError for an option that cannot be right
   */
  signIn(options?: SignInOptions): Promise<void>;
  /** Inside WeChat, once as each page opens, however often it is called: who is it now? Elsewhere, and after a sign-out until somebody signs in again, nothing happens. */
  signInSilently(): Promise<Opened>;
  session(): Session | null;
  /** As `fetch`; requests to the door and to the listed origins carry the session, renewed where it must be. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Here at once. False: the door could not be told, and the session lives on there until its end. */
  signOut(): Promise<boolean>;
  on: Events['on'];
}

export function openClient(page: Page, settings: Settings): Client {
  const shelf = openShelf(page, settings.door);
  const events = openEvents(page);
  const holding = openHolding(page, shelf, events);
  const ask = doorOf(page, settings.door);
  const parts: Parts = { page, shelf, events, holding, ask };
  const twins = openTwins(page, holding);
  const renew = renewalOf(ask, holding, ({ refreshToken }, tokens) => twins.tell({ was: refreshToken, tokens }));
  let landing: ReturnType<typeof land> | null = null;
  let asking: Promise<Opened> | null = null;
  const landed = () => (landing ??= land(parts));
  return {
    ready: async () => (await landed()).now,
    signInSilently: () => (asking ??= landed().then(({ now, hasArrived }) => (now.isLeaving || hasArrived ? now : askSilently(parts, settings, now)))),
    signIn: (options = {}) => begin(parts, settings, options),
    session: holding.session, on: events.on,
    fetch: bearingFetch({ page, holding, renew, origins: [settings.door, ...settings.origins] }),
    async signOut() {
      const held = holding.held();
      holding.drop('signed-out');
      return held === null || endSession(ask, held);
    },
  };
}

async function begin(parts: Parts, { door, returnTo }: Settings, options: SignInOptions): Promise<void> {
  const { page, shelf } = parts;
  const { embedded } = options;
  const name = doorFor(page, options);
  if (embedded !== undefined && name === 'h5') throw new TypeError('wechat-accounts: only the QR code can be embedded.');
  const proof = await makeProof(page);
  const address = startAddress(door, name, returnTo ?? page.origin + page.address().pathname, proof.challenge, options);
  if (embedded !== undefined) {
    openFrame(embedded, address, (arrival) => { void arrive(parts, arrival, [proof.verifier]); });
    return;
  }
  keepProof(page, shelf, proof);
  page.go(address);
}

async function askSilently(parts: Parts, settings: Settings, now: Opened): Promise<Opened> {
  if (parts.holding.isLeft() || !isInsideWeChat(parts.page.userAgent)) return now;
  if (!mayGoRound(parts.page, parts.shelf)) return refuse(parts, refused('loop').refusal);
  await begin(parts, settings, { door: 'h5', scope: 'snsapi_base' });
  return leaving(parts);
}
