// The ways in which the person signs in: every app that leads to this account.
import type { IdentityItem } from '../../../contract/doors';
import { APP_NAMES } from '../../config';
import { wordsIn } from '../../i18n/dictionary';
import { goHome } from '../../services/navigation';
import { accountLife, language, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';
import { type IdentityRow, namesIn, rowsOf } from './identity-row';

const words = wordsIn(language());
const names = namesIn(language(), APP_NAMES);

Page({
  data: {
    words,
    view: { name: 'idle', user: null } as View,
    refusalText: '',
    canRetry: false,
    /** As read; the one she is signed in by here stands first, so that only an unread list is empty. */
    identities: [] as IdentityRow[],
  },

  onLoad() {
    const account = session.account();
    this.show(viewOf(account));
    if (account.kind === 'signed-in') void this.read();
  },

  /** WeChat wants what changes the frame of a page to wait for this. */
  onReady() { void wx.setNavigationBarTitle({ title: words.identities.title }); },

  onHome() { goHome(); },
  onRetry() { return this.read(); },

  async read() {
    if (this.data.view.name === 'working') return;
    this.show(workingOn(session.account()));
    this.show(await viewAfter(() => this.readAll(), session.account));
  },

  async readAll(): Promise<Answer<IdentityItem[]>> {
    const answer = await accountLife.identities();
    if (answer.kind === 'value') this.setData({ identities: rowsOf(answer.value, words, names, Date.now()) });
    return answer;
  },

  show(view: View) { this.setData(shown(view, words, Date.now())); },
});
