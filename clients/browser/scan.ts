// Signing in by the code of a mini program: the page shows it, and asks what became of it until somebody says yes or no on a phone.
import type { Ms, Opaque } from '../../contract/reply';
import type { ScanState } from '../../contract/web';
import { type Answer, type ClientRefusal, refused } from './door';
import { inviteFor } from './invite';
import { type Parts, refuse, take } from './landing';
import { makeProof } from './proof';
import { drawCode, drawEnd, openBox } from './scan-code';
import type { SignInOptions } from './start';
import { isDecided } from './trade';

/** `image`: a data: address. `matchNumber`: the phone shows the same one. `expiresAt`: by this machine's clock. */
export interface Scan { image: string; matchNumber: string; expiresAt: Ms; state: ScanState['state'] }

export interface Scanning {
  /** What comes of it is told by the events. While a code is good, begun again it is that code. */
  begin(options: SignInOptions): Promise<void>;
  /** With what an earlier load of this page began. */
  resume(): void;
  giveUp(): void;
}

/** In the tab's storage, so that a reload goes on: on a phone, WeChat in front may cost the browser its page. */
interface Kept { scan: Scan; pollSecret: Opaque; verifier: string; at: Ms }
interface Showing { options: SignInOptions; box: HTMLElement | null }
type Run = Kept & Showing;

const NAME = 'scan';
const EVERY_MS = 2000;
const LIFE_MS = 120_000;
const PICTURE = /^data:image\/(jpeg|png);base64,/;

/** One scan at a time, and one poll. */
export function openScanning(parts: Parts): Scanning {
  const { page, shelf, events, poll } = parts;
  let run: Run | null = null;
  let isFollowing = false;
  let turn = 0;

  const live = () => shelf.recent<Kept>(NAME, LIFE_MS)[0];
  const forget = () => {
    run = null;
    shelf.write(NAME, null);
  };
  const giveUp = () => {
    run?.box?.remove();
    forget();
  };
  /** Null: nobody waits for it any more. */
  const going = (): Run | null => {
    if (run?.options.signal?.aborted || run?.box?.isConnected === false) giveUp();
    return run;
  };
  const show = ({ scan, box, options }: Run) => {
    if (box !== null) drawCode(box, scan, options.lang);
    events.tell('scan', scan);
  };

  async function begin(options: SignInOptions): Promise<void> {
    const { embedded } = options;
    const box = embedded === undefined ? null : openBox(embedded);
    const kept = live();
    const mine = ++turn;
    const answer = kept === undefined ? await startScan(parts, options) : { ok: true as const, value: kept };
    // Begun again, given up or signed out meanwhile.
    if (mine !== turn) return;
    if (answer.ok) watch(answer.value, { options, box });
    else if (!options.signal?.aborted) end({ options, box }, answer.refusal);
  }

  function watch(kept: Kept, showing: Showing): void {
    run?.box?.remove();
    run = { ...kept, ...showing };
    shelf.write(NAME, [kept]);
    if (going() === null) return;
    show(run);
    if (!isFollowing) void follow();
  }

  async function follow(): Promise<void> {
    for (isFollowing = true; isFollowing; ) {
      await page.pause(EVERY_MS);
      const mine = going();
      isFollowing = mine !== null;
      if (mine !== null && !page.isHidden()) await look(mine);
    }
  }

  async function look(mine: Run): Promise<void> {
    const answer = await poll(mine.pollSecret);
    if (going() !== mine) return;
    if (!answer.ok) {
      if (isDecided(answer.refusal)) end(mine, answer.refusal);
      else if (mine.scan.expiresAt <= page.now()) end(mine, refused('state-invalid').refusal);
      return;
    }
    const { state, ticket } = answer.value;
    if (state !== mine.scan.state) {
      mine.scan = { ...mine.scan, state };
      show(mine);
    }
    if (ticket === null) return;
    giveUp();
    void take(parts, { arrival: { ticket }, verifiers: [mine.verifier], at: page.now() });
  }

  function end({ options, box }: Showing, refusal: ClientRefusal): void {
    forget();
    if (box !== null) drawEnd(box, options.lang, () => { void begin(options); });
    refuse(parts, refusal);
  }

  return {
    begin,
    giveUp() {
      turn++;
      giveUp();
    },
    resume: () => { if (run === null && live() !== undefined) void begin({}); },
  };
}

async function startScan({ page, shelf, ask }: Parts, { app, invite }: SignInOptions): Promise<Answer<Kept>> {
  const { verifier, challenge } = await makeProof();
  const answer = await ask('/auth/scan', { challenge, ...(app && { app }), ...inviteFor(shelf, invite) });
  if (!answer.ok) return answer;
  const { pollSecret, expiresAt, ...shown } = answer.value;
  const at = page.now();
  // By a clock that is off, the door's word is worth nothing here.
  const scan: Scan = { ...shown, expiresAt: expiresAt > at && expiresAt < at + LIFE_MS ? expiresAt : at + LIFE_MS, state: 'pending' };
  return PICTURE.test(shown.image) ? { ok: true, value: { scan, pollSecret, verifier, at } } : refused('internal');
}
