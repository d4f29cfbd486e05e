// What the person shows of herself: picture, nickname and phone number to choose, or all that WeChat gives.
import { wordsIn } from '../../i18n/dictionary';
import type { Matter } from '../../i18n/self';
import { consents, hasAvatarAndNickname, language, phoneNumber, privacy, profile, session } from '../../services/phone';
import { type PhoneDetail, whyNoNumber } from '../../services/phone-number';
import type { Sheet } from '../../services/privacy';
import type { Answer } from '../../services/session';
import { shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';

interface Attempt { matter: Matter; make(): Promise<Answer<unknown>> }

const words = wordsIn(language());
const IMPORT: Attempt = { matter: 'import', make: profile.importFromWeChat };

/** What a retry repeats. */
let lastAttempt = IMPORT;
/** Takes this page's sheet off. */
let leaveSheet = (): void => undefined;

Page({
  data: {
    words,
    view: { name: 'idle', user: null } as View,
    refusalText: '',
    canRetry: false,
    /** Said after an update succeeded, or about what was not even tried. */
    result: '',
    resultIsBad: false,
    /** Older base libraries have neither the avatar button nor the nickname keyboard: a plain field and WeChat's picture remain. */
    choosesAvatar: hasAvatarAndNickname(),
    sheet: { open: false, byWeChat: false } as Sheet,
    /** WeChat's privacy gate is closed: the phone button's tap opens it as well. */
    isGateClosed: false,
    /** She answered the gate's question at the nickname field: it has the focus, and after a no it stays a plain field. */
    typesNickname: false,
  },

  onLoad() { this.show(viewOf(session.account())); },

  /** WeChat wants what changes the frame of a page to wait for this. */
  onReady() { void wx.setNavigationBarTitle({ title: words.profile }); },

  /** Also coming back from another page, which may have found the session ended. */
  onShow() {
    leaveSheet = privacy.attend((sheet) => { this.setData({ sheet }); });
    if (this.data.view.user !== null && session.account().kind !== 'signed-in') this.show(viewOf(session.account()));
    void this.lookAtGate();
  },
  onUnload() { leaveSheet(); },

  onAgree() { privacy.agree(); void this.lookAtGate(); },
  onDisagree() { privacy.disagree(); },

  onUpdate() { return this.work(IMPORT); },
  onRetry() { return this.work(lastAttempt); },

  /** WeChat's own check of the picture comes before; one that does not pass is never given. */
  async onChooseAvatar({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl?: string }>) {
    const { avatarUrl } = detail;
    if (avatarUrl) await this.work({ matter: 'picture', make: () => profile.choosePicture(avatarUrl) });
  },

  /** While its gate is closed WeChat makes the nickname field a plain one and asks nothing, so the question is put here. */
  async onNicknameTap() {
    await privacy.ask();
    await this.lookAtGate();
    this.setData({ typesNickname: true });
  },

  /** Read on submit: the nickname that WeChat's keyboard offers does not reach the input's own events. */
  async onRename({ detail }: WechatMiniprogram.FormSubmit) {
    const nickname = String(detail.value['nickname'] ?? '').trim();
    // Where WeChat's review has just cleared the field, that stays said.
    if (nickname === '') { this.show(viewOf(session.account())); this.warn(this.data.result === words.nicknameRisky ? words.nicknameRisky : words.nicknameEmpty); return; }
    await this.work({ matter: 'nickname', make: () => profile.rename(nickname) });
  },

  /** WeChat's own review, which clears the field, comes before ours. */
  onNicknameReview({ detail }: WechatMiniprogram.CustomEvent<{ pass: boolean; timeout: boolean }>) {
    if (!detail.pass && !detail.timeout) this.warn(words.nicknameRisky);
  },

  /** The button said what it is for: its tap is her word on our policy, too. */
  onAgreeByPhone() { consents.agree(); },

  async onPhoneNumber({ detail }: WechatMiniprogram.CustomEvent<PhoneDetail>) {
    const { code } = detail;
    if (code) await this.work({ matter: 'phone', make: () => phoneNumber.bind(code) });
    else this.sayWhyNoNumber(detail);
    await this.lookAtGate();
  },

  sayWhyNoNumber(detail: PhoneDetail) {
    const why = whyNoNumber(detail);
    if (why !== 'denied') this.warn(words.self.noNumber[why]);
  },

  async lookAtGate() { this.setData({ isGateClosed: await privacy.isGateClosed() }); },

  async work(attempt: Attempt) {
    if (this.data.view.name === 'working') return;
    lastAttempt = attempt;
    this.setData({ result: '', resultIsBad: false });
    this.show(workingOn(session.account()));
    const view = await viewAfter(attempt.make, session.account);
    this.show(view);
    if (view.name === 'signed-in') this.setData({ result: words.self.done[attempt.matter] });
    if (view.name !== 'refused') return;
    const said = words.self.refusals[attempt.matter][view.code];
    if (said !== undefined) this.setData({ refusalText: said });
    // What has words of its own wants another picture, name or tap, and a phone button's code will not last until later: the same fails again.
    if (said !== undefined || (attempt.matter === 'phone' && view.retry === 'later')) this.setData({ canRetry: false });
  },

  warn(result: string) { this.setData({ result, resultIsBad: true }); },

  show(view: View) { this.setData(shown(view, words, Date.now())); },
});
