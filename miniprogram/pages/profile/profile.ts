// What the person shows of herself: picture, nickname and phone number to choose, or all that WeChat gives.
import type { User } from '../../../contract/doors';
import { wordsIn } from '../../i18n/dictionary';
import type { Matter } from '../../i18n/self';
import { goHome, showTitle } from '../../services/navigation';
import { consents, hasAvatarAndNickname, language, phoneNumber, privacy, profile, session } from '../../services/phone';
import { type PhoneDetail, whyNoNumber } from '../../services/phone-number';
import type { Sheet } from '../../services/privacy';
import type { Answer } from '../../services/session';
import { NOTHING_SHOWN, shown } from '../shown';
import { type Refused, type View, viewAfter, viewOf, workingOn } from '../view';

interface Attempt { matter: Matter; make(): Promise<Answer<unknown>> }

const words = wordsIn(language());
const nicknameRisky = words.self.refusals.nickname.declined ?? '';
const IMPORT: Attempt = { matter: 'import', make: profile.importFromWeChat };

/** What the field takes, in UTF-16 units as WeChat counts them. */
const NICKNAME_LENGTH = 32;

/** What a retry repeats. */
let lastAttempt = IMPORT;
/** Takes this page's sheet off. */
let leaveSheet = (): void => undefined;

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    /** Said after an update succeeded, or about what was not even tried. */
    result: '',
    resultIsBad: false,
    /** What is under way, whose own button shows it. */
    matter: '' as Matter | '',
    /** What stands in the nickname field: what was saved, or what she last tried to. */
    typed: '',
    nicknameIsFull: false,
    /** WeChat's sheet for the number may be open: another tap would open a second one. */
    asksNumber: false,
    /** Older base libraries have neither the avatar button nor the nickname keyboard: a plain field and WeChat's picture remain. */
    choosesAvatar: hasAvatarAndNickname(),
    sheet: { open: false, byWeChat: false } as Sheet,
    /** WeChat's privacy gate is closed: the phone button's tap opens it as well. */
    isGateClosed: false,
    /** She answered the gate's question at the nickname field: it has the focus, and after a no it stays a plain field. */
    typesNickname: false,
  },

  onLoad() {
    const view = viewOf(session.account());
    this.setData({ typed: view.user?.nickname ?? '' });
    this.show(view);
  },

  onReady() { showTitle(words.profile); },

  /** Also coming back from another page, which may have found the session ended. */
  onShow() {
    leaveSheet = privacy.attend((sheet) => { this.setData({ sheet }); });
    this.setData({ asksNumber: false });
    if (this.data.view.user !== null && session.account().kind !== 'signed-in') this.show(viewOf(session.account()));
    void this.lookAtGate();
  },
  /** What was done before is not told again when she comes back. */
  onHide() { this.forget(); },
  onUnload() { leaveSheet(); },

  onHome() { goHome(); },

  onAgree() { privacy.agree(); void this.lookAtGate(); },
  onDisagree() { privacy.disagree(); },

  onUpdate() { return this.work(IMPORT); },
  onRetry() { return this.work(lastAttempt); },

  /** WeChat's own check of the picture comes before; one that does not pass is never given. */
  async onChooseAvatar({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl?: string }>) {
    const { avatarUrl } = detail;
    this.forget();
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
    await this.rename(String(detail.value['nickname'] ?? ''));
  },

  onNicknameConfirm({ detail }: WechatMiniprogram.InputConfirm) { return this.rename(detail.value); },

  onNicknameInput({ detail }: WechatMiniprogram.Input) {
    const nicknameIsFull = detail.value.length >= NICKNAME_LENGTH;
    if (nicknameIsFull !== this.data.nicknameIsFull) this.setData({ nicknameIsFull });
  },

  async rename(typed: string) {
    if (this.data.view.name === 'working') return;
    const isCleared = this.data.result === nicknameRisky;
    const nickname = typed.trim();
    this.forget();
    this.setData({ typed });
    // Where WeChat's review has just cleared the field, that stays said.
    if (nickname === '') this.warn(isCleared ? nicknameRisky : words.nicknameEmpty);
    else await this.work({ matter: 'nickname', make: () => profile.rename(nickname) });
  },

  /** WeChat's own review, which clears the field, comes before ours. */
  onNicknameReview({ detail }: WechatMiniprogram.CustomEvent<{ pass: boolean; timeout: boolean }>) {
    if (!detail.pass && !detail.timeout) this.warn(nicknameRisky);
  },

  /** WeChat opens its own sheet by this tap. */
  onPhoneTap() {
    this.forget();
    this.setData({ asksNumber: true });
  },

  async onPhoneNumber({ detail }: WechatMiniprogram.CustomEvent<PhoneDetail>) {
    this.setData({ asksNumber: false });
    const { code } = detail;
    // The line under the button says what binding agrees to: without a number she did not.
    if (code && this.data.isGateClosed) consents.agree();
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
    const before = workingOn(session.account());
    this.setData({ result: '', resultIsBad: false, matter: attempt.matter });
    this.show(before);
    const view = await viewAfter(attempt.make, session.account);
    this.setData({ matter: '' });
    this.show(view);
    if (view.name === 'signed-in') this.sayDone(attempt.matter, view.user, before.user?.phone ?? null);
    if (view.name === 'refused') this.sayWhy(attempt.matter, view);
  },

  sayDone(matter: Matter, user: User, phoneBefore: string | null) {
    const isChanged = matter === 'phone' && phoneBefore !== null && phoneBefore !== user.phone;
    this.setData({ result: isChanged ? words.self.phoneChanged : words.self.done[matter] });
    if (matter === 'nickname' || matter === 'import') this.setData({ typed: user.nickname ?? '', nicknameIsFull: false });
  },

  sayWhy(matter: Matter, { code, retry }: Refused) {
    const said = words.self.refusals[matter][code];
    if (said !== undefined) this.setData({ refusalText: said });
    // What has words of its own wants another picture, name or tap, and a phone button's code will not last until later: the same fails again.
    if (said !== undefined || (matter === 'phone' && retry === 'later')) this.setData({ canRetry: false });
  },

  /** At each tap: what came of the one before is no longer told. */
  forget() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '', resultIsBad: false, asksNumber: false });
    this.show(viewOf(session.account()));
  },

  warn(result: string) { this.setData({ result, resultIsBad: true }); },

  show(view: View) { this.setData(shown(view, words, Date.now())); },
});
