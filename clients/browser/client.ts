// The client as a whole: what a page does with it, put together.
import { bearingFetch } from './bearing';
import { BY_COOKIE, doorOf, refused } from './door';
import { type Events, openEvents } from './events';
import { openFrame } from './frame';
import { openHolding, type Session } from './holding';
import { isInsideWeChat } from './inside';
import { endSession, land, leaving, type Opened, type Parts, refuse, take } from './landing';
import { mayGoRound } from './opening';
import type { Page } from './page';
import { inviteFor, keepInvite } from './invite';
import { keepProof, makeProof } from './proof';
import { renewalOf } from './renewal';
import type { Settings } from './settings';
import { openScanning, type Scanning } from './scan';
import { openShelf } from './shelf';
import { doorFor, type SignInOptions, startAddress } from './start';
import { openTwins } from './twins';

export interface Client {
  /** Call it as the page opens: takes up what WeChat's page came back with. Asked again, the same. */
  ready(): Promise<Opened>;
  /**
   * Goes to WeChat's page, or shows its QR code in `embedded`, or a mini program's code; what comes of it is told by `ready()` after the way back, of a code on this page by the events.
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
  const cookie = settings.cookie && !isInsideWeChat(page.userAgent);
  const { ask, poll, me } = doorOf(page, settings.door, cookie);
  const parts: Parts = { page, shelf, events, holding, ask, poll, me, cookie };
  const scanning = openScanning(parts);
  const twins = openTwins(page, holding);
  // With a cookie every tab asks for itself: one token serves them all.
  const renew = renewalOf(ask, holding, cookie, ({ refreshToken }, tokens) => { if (!cookie) twins.tell({ was: refreshToken, tokens }); });
  let landing: ReturnType<typeof land> | null = null;
  let asking: Promise<Opened> | null = null;
  const landed = () => (landing ??= land(parts, scanning.resume));
  const begin = (options: SignInOptions) => beginAt(parts, scanning, settings, options);
  keepInvite(page, shelf);
  return {
    ready: async () => (await landed())[0],
    signInSilently: () => (asking ??= landed().then(([now, hasArrived]) => (now.isLeaving || hasArrived ? now : askSilently(parts, begin, now)))),
    signIn: (options = {}) => begin(options),
    session: holding.session, on: events.on,
    fetch: bearingFetch({ page, holding, renew, origins: [settings.door, ...settings.origins] }),
    async signOut() {
      const held = holding.held();
      scanning.giveUp();
      holding.drop('signed-out');
      if (held === null) return true;
      return cookie ? (await ask('/auth/session/sign-out', BY_COOKIE)).ok : endSession(ask, held);
    },
  };
}

async function beginAt(parts: Parts, scanning: Scanning, { door, returnTo }: Settings, options: SignInOptions): Promise<void> {
  const { page, shelf } = parts;
  const { embedded } = options;
  const name = doorFor(page, options);
  if (embedded !== undefined && name === 'h5') throw new TypeError('wechat-accounts: h5 cannot be embedded.');
  if (name === 'scan') return scanning.begin(options);
  scanning.giveUp();
  const proof = await makeProof();
  const address = startAddress(door, name, returnTo ?? page.origin + page.address().pathname, { challenge: proof.challenge, ...inviteFor(shelf, options.invite) }, options);
  if (embedded !== undefined) {
    openFrame(embedded, address, (arrival) => { void take(parts, { arrival, verifiers: [proof.verifier], at: page.now() }); });
    return;
  }
  keepProof(page, shelf, proof);
  page.go(address);
}

async function askSilently(parts: Parts, begin: Client['signIn'], now: Opened): Promise<Opened> {
  if (parts.holding.left() !== null || !isInsideWeChat(parts.page.userAgent)) return now;
  if (!mayGoRound(parts.page, parts.shelf)) return refuse(parts, refused('loop').refusal);
  await begin({ door: 'h5', scope: 'snsapi_base', silent: true });
  return leaving(parts);
}
