// The ways in which the person signs in: every app that leads to this account, each of the others to be taken away.
import type { IdentityItem } from '../../../contract/doors';
import { APP_NAMES } from '../../config';
import { wordsIn } from '../../i18n/dictionary';
import { fill } from '../../i18n/fill';
import { confirm } from '../../services/confirm';
import { goHome, showTitle } from '../../services/navigation';
import { accountLife, language, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';
import { type IdentityRow, namesIn, rowsOf } from './identity-row';

type Attempt = () => Promise<Answer<unknown>>;

const words = wordsIn(language());
const names = namesIn(language(), APP_NAMES);

/** What a retry repeats. */
let lastAttempt: Attempt = accountLife.identities;

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    /** As read; the one she is signed in by here stands first, so that only an unread list is empty. */
    identities: [] as IdentityRow[],
    /** Said after something was done. */
    result: '',
  },

  onReady() { showTitle(words.identities.title); },

  /** Read anew each time: she comes back from linking, here or in the other app. */
  onShow() {
    if (this.data.view.name === 'working') return;
    const account = session.account();
    this.show(viewOf(account));
    if (account.kind === 'signed-in') void this.work(() => this.read());
  },

  onHome() { goHome(); },
  onRetry() { return this.work(lastAttempt); },

  async onUnlink({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { n: number }>) {
    const row = this.data.identities[currentTarget.dataset.n];
    if (!row || this.data.view.name === 'working') return;
    this.setData({ result: '' });
    this.show(viewOf(session.account()));
    const { askUnlink } = words.identities;
    if (await confirm({ ...askUnlink, title: fill(askUnlink.title, { app: row.title }) })) await this.work(() => this.unlink(row));
  },

  async unlink({ identityId, title }: IdentityRow): Promise<Answer<unknown>> {
    const answer = await accountLife.unlink(identityId);
    const isGone = answer.kind === 'refused' && answer.refusal.code === 'not-found';
    if (answer.kind !== 'value' && !isGone) return answer;
    const { unlinked, unlinkedBefore } = words.identities;
    this.setData({ result: fill(isGone ? unlinkedBefore : unlinked, { app: title }), identities: this.data.identities.filter((row) => row.identityId !== identityId) });
    lastAttempt = () => this.read();
    return this.read();
  },

  async read(): Promise<Answer<IdentityItem[]>> {
    const answer = await accountLife.identities();
    if (answer.kind === 'value') this.setData({ identities: rowsOf(answer.value, words, names, Date.now()) });
    return answer;
  },

  async work(attempt: Attempt) {
    if (this.data.view.name === 'working') return;
    lastAttempt = attempt;
    this.setData({ result: '' });
    this.show(workingOn(session.account()));
    this.show(await viewAfter(attempt, session.account));
  },

  show(view: View) {
    const said = shown(view, words, Date.now());
    const cannot = view.name === 'refused' && view.code === 'link-conflict';
    this.setData(cannot ? { ...said, refusalText: words.identities.cannotUnlink } : said);
  },
});
