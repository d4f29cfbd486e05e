// The first page: useful before signing in, and where a person signs in and out.
import { wordsIn } from '../../i18n/dictionary';
import { fill } from '../../i18n/fill';
import { waitingOf } from '../../services/closing';
import { showTitle, type Tidings } from '../../services/navigation';
import type { OpenedWith } from '../../services/opened-with';
import { invites, language, profile, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { closingWords, keep } from '../closing-words';
import { cardOf } from '../share';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';

type Attempt = () => Promise<Answer<unknown>>;

const words = wordsIn(language());

/** What a retry repeats. */
let lastAttempt: Attempt = profile.get;
/** Counts attempts: what an earlier one brings is not shown once a later one began. */
let turn = 0;

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    /** Until when a closed account can be kept; '' where none waits. */
    until: '',
    waitingText: '',
    /** Said after something was done. */
    result: '',
    resultIsBad: false,
    /** By whom she came, as a sentence; '' where nobody brought her. */
    invitedBy: '',
    /** The person said "not now": the page stays, without asking. */
    later: false,
  },

  onLoad({ tidings, ...openedWith }: { tidings?: Tidings } & OpenedWith) {
    invites.came(openedWith);
    if (tidings === 'signed-out-everywhere') this.setData({ result: words.devices.signedOutEverywhere });
    const account = session.account();
    if (account.kind !== 'signed-in') { this.show(viewOf(account)); return; }
    // A sign-out that the cloud has not confirmed is finished before anything else.
    this.show(account.leaving ? workingOn(account) : viewOf(account));
    void this.run(account.leaving ? session.signOut : profile.get);
  },

  onReady() { showTitle(words.title); },

  /** Coming back from another page, which may have changed the person or found the session ended; or after the day on which a closed account was erased. */
  onShow() {
    const { name, user } = this.data.view;
    const account = session.account();
    const ended = user !== null && account.kind !== 'signed-in';
    const erased = this.data.until !== '' && waitingOf(account) === null;
    if (name === 'idle' || name === 'signed-in' || ended || erased) this.show(viewOf(account));
  },

  /** What was done before is not told again when she comes back. */
  onHide() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '' });
    this.show(viewOf(session.account()));
  },

  onSignIn() { return this.work(session.signIn); },
  onKeep() { return this.work(() => this.keep()); },
  onSignOut() { return this.work(session.signOut); },
  onRetry() { return this.work(lastAttempt); },
  onShareAppMessage() { return cardOf(session, invites, words.invite); },
  onNotNow() { this.setData({ later: true }); },

  async keep(): Promise<Answer<unknown>> {
    const { answer, said } = await keep(session, words.account);
    this.setData(said);
    return answer;
  },

  work(attempt: Attempt) {
    if (this.data.view.name === 'working') return Promise.resolve();
    this.setData({ result: '' });
    this.show(workingOn(session.account()));
    return this.run(attempt);
  },

  async run(attempt: Attempt) {
    turn += 1;
    const mine = turn;
    lastAttempt = attempt;
    const view = await viewAfter(attempt, session.account);
    if (mine === turn) this.show(view);
    await invites.learnInviter();
    this.setData({ invitedBy: invitedBy() });
  },

  show(view: View) {
    const now = Date.now();
    this.setData({ ...shown(view, words, now), ...closingWords(session.account(), words, now), invitedBy: invitedBy() });
  },
});

function invitedBy(): string {
  const inviter = invites.inviter();
  if (inviter === null) return '';
  return inviter.nickname === null ? words.invite.bySomebody : fill(words.invite.by, { name: inviter.nickname });
}
