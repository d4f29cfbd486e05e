// The first page: useful before signing in, and where a person signs in and out.
import { wordsIn } from '../../i18n/dictionary';
import { language, profile, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { closingUntil } from '../closing-words';
import { shown } from '../shown';
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
    view: { name: 'idle', user: null } as View,
    refusalText: '',
    canRetry: false,
    /** Until when a closed account can be kept; '' where none waits. */
    until: '',
    /** The person said "not now": the page stays, without asking. */
    later: false,
  },

  onLoad() {
    const account = session.account();
    if (account.kind !== 'signed-in') { this.show(viewOf(account)); return; }
    // A sign-out that the cloud has not confirmed is finished before anything else.
    this.show(account.leaving ? workingOn(account) : viewOf(account));
    void this.run(account.leaving ? session.signOut : profile.get);
  },

  /** WeChat wants what changes the frame of a page to wait for this. */
  onReady() { void wx.setNavigationBarTitle({ title: words.title }); },

  /** Coming back from another page, which may have changed the person, or found the session ended. */
  onShow() {
    const { name, user } = this.data.view;
    const account = session.account();
    const ended = user !== null && account.kind !== 'signed-in';
    if (name === 'idle' || name === 'signed-in' || ended) this.show(viewOf(account));
  },

  onSignIn() { return this.work(session.signIn); },
  onKeep() { return this.work(session.keepAccount); },
  onSignOut() { return this.work(session.signOut); },
  onRetry() { return this.work(lastAttempt); },
  onNotNow() { this.setData({ later: true }); },

  work(attempt: Attempt) {
    if (this.data.view.name === 'working') return Promise.resolve();
    this.show(workingOn(session.account()));
    return this.run(attempt);
  },

  async run(attempt: Attempt) {
    turn += 1;
    const mine = turn;
    lastAttempt = attempt;
    const view = await viewAfter(attempt, session.account);
    if (mine === turn) this.show(view);
  },

  show(view: View) {
    const now = Date.now();
    this.setData({ ...shown(view, words, now), until: closingUntil(session.account(), words, now) });
  },
});
