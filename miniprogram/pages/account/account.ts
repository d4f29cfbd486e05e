// The account's life: its history, everything held about the person, and its end, which waits for her to think it over.
import { wordsIn } from '../../i18n/dictionary';
import { confirm } from '../../services/confirm';
import { accountLife, language, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { closingUntil } from '../closing-words';
import { shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';

type Attempt = () => Promise<Answer<unknown>>;

const words = wordsIn(language());

/** What a retry repeats. */
let lastAttempt: Attempt = session.keepAccount;

Page({
  data: {
    words,
    view: { name: 'idle', user: null } as View,
    refusalText: '',
    canRetry: false,
    /** Until when a closed account can be kept; '' where none waits. */
    until: '',
    /** Said after the account was kept. */
    result: '',
  },

  /** WeChat wants what changes the frame of a page to wait for this. */
  onReady() { void wx.setNavigationBarTitle({ title: words.account.title }); },

  /** Also coming back from another page, which may have found the session ended. */
  onShow() {
    const { name, user } = this.data.view;
    const account = session.account();
    if (name === 'idle' || name === 'signed-in' || (user !== null && account.kind !== 'signed-in')) this.show(viewOf(account));
  },

  onRetry() { return this.work(lastAttempt); },

  async onClose() {
    if (this.data.view.name === 'working') return;
    if (await confirm(words.account.askClose)) await this.work(accountLife.close);
  },

  async onKeep() {
    await this.work(session.keepAccount);
    if (this.data.view.name === 'signed-in') this.setData({ result: words.account.kept });
  },

  async work(attempt: Attempt) {
    if (this.data.view.name === 'working') return;
    lastAttempt = attempt;
    this.setData({ result: '' });
    this.show(workingOn(session.account()));
    this.show(await viewAfter(attempt, session.account));
  },

  show(view: View) {
    const now = Date.now();
    this.setData({ ...shown(view, words, now), until: closingUntil(session.account(), words, now) });
  },
});
