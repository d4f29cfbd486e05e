// What the person shows of herself, and the button that brings it up to date from WeChat.
import { wordsIn } from '../../i18n/dictionary';
import { language, profile, session } from '../../services/phone';
import { mayRetry, type View, viewAfter, viewOf, workingOn } from '../view';

const words = wordsIn(language());

Page({
  data: {
    words,
    view: { name: 'idle', user: null } as View,
    refusalText: '',
    canRetry: false,
    /** Said after an update succeeded. */
    result: '',
  },

  onLoad() {
    this.show(viewOf(session.account()));
  },

  /** WeChat wants what changes the frame of a page to wait for this. */
  onReady() { void wx.setNavigationBarTitle({ title: words.profile }); },

  async onUpdate() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '' });
    this.show(workingOn(session.account()));
    const view = await viewAfter(profile.importFromWeChat, session.account);
    this.show(view);
    if (view.name === 'signed-in') this.setData({ result: words.updated });
  },

  show(view: View) {
    this.setData({ view, canRetry: mayRetry(view), refusalText: view.name === 'refused' ? words.refusals[view.code] : '' });
  },
});
