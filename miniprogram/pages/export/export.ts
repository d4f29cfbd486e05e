// Everything held about the person, for herself: asked for by a tap, shown at a glance, and copied whole.
import { wordsIn } from '../../i18n/dictionary';
import { copy } from '../../services/clipboard';
import { goHome, showTitle } from '../../services/navigation';
import { accountLife, language, privacy, session } from '../../services/phone';
import type { Sheet } from '../../services/privacy';
import type { Answer } from '../../services/session';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';
import { type SummaryRow, summaryOf } from './summary';

const words = wordsIn(language());

/** Takes this page's sheet off. */
let leaveSheet = (): void => undefined;

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    summary: [] as SummaryRow[],
    /** The whole document, as it is copied; '' before it is there. */
    text: '',
    result: '',
    resultIsBad: false,
    sheet: { open: false, byWeChat: false } as Sheet,
  },

  onLoad() { this.show(viewOf(session.account())); },

  onReady() { showTitle(words.account.exportTitle); },

  onShow() { leaveSheet = privacy.attend((sheet) => { this.setData({ sheet }); }); },
  onUnload() { leaveSheet(); },
  /** What was done before is not told again when she comes back; the document stays. */
  onHide() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '' });
    this.show(viewOf(session.account()));
  },
  onHome() { goHome(); },
  onAgree() { privacy.agree(); },
  onDisagree() { privacy.disagree(); },

  onRetry() { return this.onExport(); },

  async onExport() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '', summary: [], text: '' });
    this.show(workingOn(session.account()));
    this.show(await viewAfter(() => this.read(), session.account));
  },

  async read(): Promise<Answer<object>> {
    const answer = await accountLife.exportAccount();
    if (answer.kind === 'value') {
      const summary = summaryOf(answer.value, { words: words.account, moments: words.devices.moment, now: Date.now() });
      this.setData({ summary, text: JSON.stringify(answer.value, null, 2) });
    }
    return answer;
  },

  /** WeChat counts the clipboard among what needs its privacy agreement, so the sheet may come up. */
  async onCopy() {
    this.setData({ result: '', resultIsBad: false });
    const copied = await copy(this.data.text);
    this.setData({ result: copied ? words.account.copied : words.account.notCopied, resultIsBad: !copied });
  },

  show(view: View) { this.setData(shown(view, words, Date.now())); },
});
