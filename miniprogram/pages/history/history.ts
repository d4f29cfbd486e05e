// What happened to the account: sign-ins and security events, newest first, a page at a time.
import type { HistoryPage } from '../../../contract/doors';
import type { Ms } from '../../../contract/reply';
import { wordsIn } from '../../i18n/dictionary';
import { goHome, showTitle } from '../../services/navigation';
import { accountLife, language, ownAppId, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';
import { type EventRow, eventRows } from './event-row';

const words = wordsIn(language());

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    events: [] as EventRow[],
    /** Where the next page begins; `null` at the end. */
    next: null as Ms | null,
    /** Whether a page was read at all. */
    isRead: false,
  },

  onLoad() {
    const account = session.account();
    this.show(viewOf(account));
    if (account.kind === 'signed-in') void this.read();
  },

  onReady() { showTitle(words.history.title); },

  onHome() { goHome(); },
  onMore() { return this.read(); },
  onRetry() { return this.read(); },

  /** After a failure only a tap asks again. */
  onReachBottom() {
    if (this.data.view.name === 'signed-in' && this.data.next !== null) void this.read();
  },

  async read() {
    if (this.data.view.name === 'working') return;
    this.show(workingOn(session.account()));
    this.show(await viewAfter(() => this.readPage(), session.account));
  },

  async readPage(): Promise<Answer<HistoryPage>> {
    const answer = await accountLife.history(this.data.next ?? undefined);
    if (answer.kind !== 'value') return answer;
    const { events, next } = answer.value;
    const before = this.data.events;
    this.setData({ events: [...before, ...eventRows(events, words, Date.now(), ownAppId(), before.length)], next, isRead: true });
    return answer;
  },

  show(view: View) { this.setData(shown(view, words, Date.now())); },
});
