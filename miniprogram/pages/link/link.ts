// Makes two accounts of one person one: a code to enter in another app, or a field for one that she got there.
import type { LinkPreview } from '../../../contract/doors';
import type { Ms } from '../../../contract/reply';
import { APP_NAMES } from '../../config';
import { wordsIn } from '../../i18n/dictionary';
import { fill } from '../../i18n/fill';
import { copy } from '../../services/clipboard';
import { confirm } from '../../services/confirm';
import { goHome, showTitle } from '../../services/navigation';
import { language, linking, privacy, session } from '../../services/phone';
import type { Sheet } from '../../services/privacy';
import type { Answer } from '../../services/session';
import { namesIn, titleOf } from '../identities/identity-row';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';

type Matter = 'start' | 'preview' | 'finish';
interface Attempt { matter: Matter; make(): Promise<Answer<unknown>> }
/** Whose code it is, and `from` which app. */
interface Other extends LinkPreview { linkCode: string; from: string }

const all = wordsIn(language());
const words = all.identities.link;
const names = namesIn(language(), APP_NAMES);

/** The alphabet of whatever the cloud hands out. */
const CODE = /^[A-Za-z0-9._~-]+$/;
const SECOND = 1000;

/** What a retry repeats. */
let lastAttempt: Attempt | null = null;
/** Until when the code that is shown is good. */
let goodUntil: Ms = 0;
let ticking = 0;
/** Takes this page's sheet off. */
let leaveSheet = (): void => undefined;

// No code comes from a query, a scene or a shared card, and the clipboard is never read: somebody else could have put it there. She types or pastes it.
Page({
  data: {
    words: all,
    link: words,
    ...NOTHING_SHOWN,
    result: '',
    resultIsBad: false,
    /** What is under way, whose own button shows it. */
    matter: '' as Matter | '',
    /** The code made here, while it is good. */
    code: '',
    left: '',
    isOver: false,
    typed: '',
    /** Of the code she entered, before she confirms. */
    other: null as Other | null,
    isDone: false,
    sheet: { open: false, byWeChat: false } as Sheet,
  },

  onLoad() { this.show(viewOf(session.account())); },

  onReady() { showTitle(words.title); },

  /** Also coming back from the other app, where the code was entered meanwhile or grew old. */
  onShow() {
    leaveSheet = privacy.attend((sheet) => { this.setData({ sheet }); });
    if (this.data.view.user !== null && session.account().kind !== 'signed-in') this.show(viewOf(session.account()));
    this.watch();
  },
  /** What was done before is not told again when she comes back; the code and the question stay. */
  onHide() {
    clearInterval(ticking);
    this.forget();
  },
  onUnload() {
    clearInterval(ticking);
    leaveSheet();
  },

  onHome() { goHome(); },
  onAgree() { privacy.agree(); },
  onDisagree() { privacy.disagree(); },
  onRetry() { return lastAttempt && this.work(lastAttempt); },

  onStart() { return this.work({ matter: 'start', make: () => this.start() }); },

  async start(): Promise<Answer<unknown>> {
    const answer = await linking.start();
    if (answer.kind !== 'value') return answer;
    goodUntil = answer.value.until;
    this.setData({ code: answer.value.linkCode, isOver: false });
    this.watch();
    return answer;
  },

  watch() {
    clearInterval(ticking);
    if (this.data.code === '') return;
    ticking = setInterval(() => this.tick(), SECOND);
    this.tick();
  },

  tick() {
    const left = goodUntil - Date.now();
    if (left > 0) { this.setData({ left: fill(words.left, { time: timeLeft(left) }) }); return; }
    clearInterval(ticking);
    this.setData({ code: '', isOver: true });
  },

  /** WeChat counts the clipboard among what needs its privacy agreement, so the sheet may come up. */
  async onCopy() {
    this.forget();
    const copied = await copy(this.data.code);
    this.setData({ result: copied ? all.account.copied : all.account.notCopied, resultIsBad: !copied });
  },

  onType({ detail }: WechatMiniprogram.Input) { this.setData({ typed: detail.value }); },

  async onEnter() {
    if (this.data.view.name === 'working') return;
    this.forget();
    const linkCode = this.data.typed.replace(/\s/g, '');
    if (CODE.test(linkCode)) await this.work({ matter: 'preview', make: () => this.preview(linkCode) });
    else this.setData({ result: words.noCode, resultIsBad: true });
  },

  async preview(linkCode: string): Promise<Answer<unknown>> {
    const answer = await linking.preview(linkCode);
    if (answer.kind !== 'value') return answer;
    const preview = answer.value;
    this.setData(preview.isOwn ? { typed: '', result: words.own } : { other: { ...preview, linkCode, from: fill(words.from, { app: titleOf(preview, all, names) }) } });
    return answer;
  },

  async onConfirm() {
    const { other, view } = this.data;
    if (other === null || view.name === 'working') return;
    this.forget();
    if (await confirm(words.ask)) await this.work({ matter: 'finish', make: () => this.finish(other.linkCode) });
  },

  async finish(linkCode: string): Promise<Answer<unknown>> {
    const answer = await linking.finish(linkCode);
    if (answer.kind !== 'value') return answer;
    clearInterval(ticking);
    this.setData({ other: null, code: '', isDone: true });
    return answer;
  },

  onCancel() {
    if (this.data.view.name === 'working') return;
    this.forget();
    this.setData({ other: null, typed: '' });
  },

  async work(attempt: Attempt) {
    if (this.data.view.name === 'working') return;
    lastAttempt = attempt;
    this.setData({ result: '', resultIsBad: false, matter: attempt.matter });
    this.show(workingOn(session.account()));
    const view = await viewAfter(attempt.make, session.account);
    this.setData({ matter: '' });
    this.show(view);
    const refusalText = view.name === 'refused' && attempt.matter !== 'start' && words.refusals[view.code];
    // What has words of its own wants another code: the same would be refused again.
    if (refusalText) this.setData({ refusalText, canRetry: false, other: null });
  },

  forget() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '', resultIsBad: false });
    this.show(viewOf(session.account()));
  },

  show(view: View) { this.setData(shown(view, all, Date.now())); },
});

/** As a clock counts down. A second that has begun counts whole: at '0:00' nothing is left. */
function timeLeft(left: Ms): string {
  const seconds = Math.ceil(left / SECOND);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
