// Opened by the mini-program code on a computer's screen: shows which site asks to be signed in, and lets her confirm or decline.
import type { ScanLook } from '../../../contract/doors';
import { wordsIn } from '../../i18n/dictionary';
import { fill } from '../../i18n/fill';
import { exactMomentIn } from '../../i18n/moment';
import { goHome, showTitle } from '../../services/navigation';
import { type OpenedWith, scanSceneOf } from '../../services/opened-with';
import { language, scan, scanned, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';

type Doing = 'sign-in' | 'look' | 'confirm' | 'decline';
type Ending = 'confirmed' | 'declined' | 'over' | 'no-code' | 'not-scanned';
interface Request { host: string; matchNumber: string; browser: string; network: string; started: string }

const words = wordsIn(language());

/** Of the page on top: nothing that is shown, kept or told to anybody but the cloud. */
let scene: string | null = null;
/** What a retry repeats. */
let lastDoing: Doing = 'look';

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    request: null as Request | null,
    /** Whose own button shows that it is under way. */
    doing: '' as Doing | '',
    ending: '' as Ending | '',
    endingTitle: '',
    endingText: '',
  },

  onLoad(openedWith: OpenedWith) {
    scene = scanned.sceneOf(openedWith);
    const account = session.account();
    this.show(viewOf(account));
    if (scanSceneOf(openedWith) === null) this.end('no-code', words.scan.noCode, words.scan.noCodeText);
    else if (scene === null) this.end('not-scanned', words.scan.notScanned, words.scan.notScannedText);
    else if (account.kind === 'signed-in') void this.work('look');
  },

  onReady() { showTitle(words.scan.title); },

  onHome() { goHome(); },
  onSignIn() { return this.work('sign-in'); },
  onConfirm() { return this.work('confirm'); },
  onDecline() { return this.work('decline'); },
  onRetry() { return this.work(lastDoing); },

  async signIn(of: string): Promise<Answer<unknown>> {
    const answer = await session.signIn();
    return answer.kind === 'value' ? this.look(of) : answer;
  },

  async look(of: string): Promise<Answer<unknown>> {
    const answer = await scan.look(of);
    if (answer.kind === 'value') this.setData({ request: requestOf(answer.value, Date.now()) });
    return answer;
  },

  async confirm(of: string): Promise<Answer<unknown>> {
    const answer = await scan.confirm(of);
    if (answer.kind === 'value') this.end('confirmed', words.scan.confirmed, fill(words.scan.confirmedText, { site: this.data.request?.host ?? '' }));
    return answer;
  },

  async decline(of: string): Promise<Answer<unknown>> {
    const answer = await scan.decline(of);
    if (answer.kind === 'value') this.end('declined', words.scan.declined, words.scan.declinedText);
    return answer;
  },

  attempt(doing: Doing, of: string): Promise<Answer<unknown>> {
    if (doing === 'sign-in') return this.signIn(of);
    if (doing === 'look') return this.look(of);
    return doing === 'confirm' ? this.confirm(of) : this.decline(of);
  },

  async work(doing: Doing) {
    const of = scene;
    if (of === null || this.data.ending !== '' || this.data.view.name === 'working') return;
    lastDoing = doing;
    this.setData({ doing });
    this.show(workingOn(session.account()));
    const view = await viewAfter(() => this.attempt(doing, of), session.account);
    this.setData({ doing: '' });
    this.show(view);
    if (view.name === 'refused' && view.code === 'not-found') this.end('over', words.scan.over, words.scan.overText);
  },

  end(ending: Ending, endingTitle: string, endingText: string) { this.setData({ ending, endingTitle, endingText }); },

  show(view: View) { this.setData(shown(view, words, Date.now())); },
});

/** The host as a person reads it in her browser's address bar. */
function requestOf({ site, matchNumber, browser, ipPrefix, startedAt }: ScanLook, now: number): Request {
  const { unknown } = words.scan;
  return { host: site.replace(/^https?:\/\//, ''), matchNumber, browser: browser ?? unknown, network: ipPrefix ?? unknown, started: exactMomentIn(words.devices.moment, startedAt, now) };
}
