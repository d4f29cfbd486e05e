// The account's life: the ways into it, its history, everything held about the person, and its end, which waits for her to think it over.
import { wordsIn } from '../../i18n/dictionary';
import { waitingOf } from '../../services/closing';
import { confirm } from '../../services/confirm';
import { goHome, showTitle } from '../../services/navigation';
import { accountLife, language, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { closingWords, keep } from '../closing-words';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';

type Attempt = () => Promise<Answer<unknown>>;

const words = wordsIn(language());

/** What a retry repeats, its question too. */
let lastTap: 'close' | 'keep' = 'keep';

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    /** Until when a closed account can be kept; '' where none waits. */
    until: '',
    waitingText: '',
    /** Said after the account was kept. */
    result: '',
    resultIsBad: false,
  },

  onReady() { showTitle(words.account.title); },

  /** Also coming back from another page, which may have found the session ended, or after the day on which the account was erased. */
  onShow() {
    const { name, user } = this.data.view;
    const account = session.account();
    const erased = this.data.until !== '' && waitingOf(account) === null;
    if (name === 'idle' || name === 'signed-in' || erased || (user !== null && account.kind !== 'signed-in')) this.show(viewOf(account));
  },

  /** What was done before is not told again when she comes back. */
  onHide() { this.forget(); },

  onHome() { goHome(); },

  onRetry() { return lastTap === 'close' ? this.onClose() : this.onKeep(); },

  async onClose() {
    if (this.data.view.name === 'working') return;
    lastTap = 'close';
    this.forget();
    if (await confirm(words.account.askClose)) await this.work(accountLife.close);
  },

  async onKeep() {
    lastTap = 'keep';
    await this.work(() => this.keep());
  },

  async keep(): Promise<Answer<unknown>> {
    const { answer, said } = await keep(session, words.account);
    this.setData(said);
    return answer;
  },

  forget() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '' });
    this.show(viewOf(session.account()));
  },

  async work(attempt: Attempt) {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '' });
    this.show(workingOn(session.account()));
    this.show(await viewAfter(attempt, session.account));
  },

  show(view: View) {
    const now = Date.now();
    this.setData({ ...shown(view, words, now), ...closingWords(session.account(), words, now) });
  },
});
