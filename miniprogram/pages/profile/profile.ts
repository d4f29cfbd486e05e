// What the person shows of herself: a nickname to choose, and the button that brings it all up to date from WeChat.
import { wordsIn } from '../../i18n/dictionary';
import { language, profile, session } from '../../services/phone';
import type { Answer } from '../../services/session';
import { mayRetry, type View, viewAfter, viewOf, workingOn } from '../view';

type Attempt = () => Promise<Answer<unknown>>;

const words = wordsIn(language());

/** What a retry repeats. */
let lastAttempt: Attempt = profile.importFromWeChat;

Page({
  data: {
    words,
    view: { name: 'idle', user: null } as View,
    refusalText: '',
    canRetry: false,
    /** Said after an update succeeded, or when WeChat's review cleared the field. */
    result: '',
    resultIsBad: false,
  },

  onLoad() {
    this.show(viewOf(session.account()));
  },

  /** WeChat wants what changes the frame of a page to wait for this. */
  onReady() { void wx.setNavigationBarTitle({ title: words.profile }); },

  onUpdate() { return this.work(profile.importFromWeChat); },
  onRetry() { return this.work(lastAttempt); },

  /** Read on submit: the nickname that WeChat's keyboard offers does not reach the input's own events. */
  async onRename({ detail }: WechatMiniprogram.FormSubmit) {
    const nickname = String(detail.value['nickname'] ?? '').trim();
    // Where WeChat's review has just cleared the field, that stays said.
    if (nickname === '') { this.show(viewOf(session.account())); this.warn(this.data.result === words.nicknameRisky ? words.nicknameRisky : words.nicknameEmpty); return; }
    await this.work(() => profile.rename(nickname));
    const { view } = this.data;
    if (view.name === 'refused' && view.code === 'declined') this.setData({ refusalText: words.nicknameRisky, canRetry: false }); // the same one fails again
  },

  /** WeChat's own review, which clears the field, comes before ours. */
  onNicknameReview({ detail }: WechatMiniprogram.CustomEvent<{ pass: boolean; timeout: boolean }>) {
    if (!detail.pass && !detail.timeout) this.warn(words.nicknameRisky);
  },

  async work(attempt: Attempt) {
    if (this.data.view.name === 'working') return;
    lastAttempt = attempt;
    this.setData({ result: '', resultIsBad: false });
    this.show(workingOn(session.account()));
    const view = await viewAfter(attempt, session.account);
    this.show(view);
    if (view.name === 'signed-in') this.setData({ result: words.updated });
  },

  warn(result: string) { this.setData({ result, resultIsBad: true }); },

  show(view: View) {
    this.setData({ view, canRetry: mayRetry(view), refusalText: view.name === 'refused' ? words.refusals[view.code] : '' });
  },
});
