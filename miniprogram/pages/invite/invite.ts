// Sends a friend a card with the person's own code, and tells how many came by such cards.
import { wordsIn } from '../../i18n/dictionary';
import { fill } from '../../i18n/fill';
import { goHome, showTitle } from '../../services/navigation';
import { invites, language, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { cardOf } from '../share';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';

const words = wordsIn(language());

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    /** How many came, as a sentence; '' while it is not known. */
    count: '',
  },

  onLoad() {
    const account = session.account();
    this.show(viewOf(account));
    if (account.kind === 'signed-in') void this.work();
  },

  onReady() { showTitle(words.invite.title); },

  onHome() { goHome(); },
  onRetry() { return this.work(); },

  onShareAppMessage() { return cardOf(session, invites, words.invite); },

  async read(): Promise<Answer<unknown>> {
    const answer = await invites.invitations();
    if (answer.kind === 'value') this.setData({ count: sentence(answer.value.invited) });
    return answer;
  },

  async work() {
    if (this.data.view.name === 'working') return;
    this.show(workingOn(session.account()));
    this.show(await viewAfter(() => this.read(), session.account));
  },

  show(view: View) { this.setData(shown(view, words, Date.now())); },
});

function sentence(count: number): string {
  const { none, one, count: many } = words.invite;
  return count === 0 ? none : count === 1 ? one : fill(many, { count: String(count) });
}
