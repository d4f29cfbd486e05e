// Where the person is signed in: every device by name, each to be signed out, or all of them.
import type { SessionItem } from '../../../contract/doors';
import type { Opaque } from '../../../contract/reply';
import { wordsIn } from '../../i18n/dictionary';
import { fill } from '../../i18n/fill';
import { confirm } from '../../services/confirm';
import { goHome, showTitle } from '../../services/navigation';
import { language, session, sessions } from '../../services/phone';
import type { Answer } from '../../services/session';
import { NOTHING_SHOWN, shown } from '../shown';
import { type View, viewAfter, viewOf, workingOn } from '../view';
import { type DeviceRow, rowsOf } from './device-row';

type Attempt = () => Promise<Answer<unknown>>;

const words = wordsIn(language());

/** What a retry repeats. */
let lastAttempt: Attempt = sessions.list;

Page({
  data: {
    words,
    ...NOTHING_SHOWN,
    /** As last read; shown while somebody is signed in. This device is the first. */
    devices: [] as DeviceRow[],
    /** Said after something was done. */
    result: '',
  },

  onLoad() {
    const account = session.account();
    this.show(viewOf(account));
    // A sign-out that the cloud has not confirmed is finished before anything else.
    if (account.kind === 'signed-in') void this.work(account.leaving ? session.signOut : () => this.read());
  },

  onReady() { showTitle(words.devices.title); },

  /** What was done before is not told again when she comes back; a list that was not read still is to be. */
  onHide() { if (this.data.devices.length > 0) this.forget(); },

  onHome() { goHome(); },

  onRetry() { return this.work(lastAttempt); },

  async onRevoke({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { n: number }>) {
    const device = this.data.devices[currentTarget.dataset.n];
    if (!device || this.data.view.name === 'working') return;
    this.forget();
    const { askThere } = words.devices;
    if (await confirm({ ...askThere, content: fill(askThere.content, { device: device.title }) })) await this.work(() => this.revoke(device));
  },

  async onSignOutEverywhere() {
    if (this.data.view.name === 'working') return;
    this.forget();
    if (await confirm(words.devices.askEverywhere)) await this.work(sessions.signOutEverywhere);
  },

  async read(): Promise<Answer<SessionItem[]>> {
    const answer = await sessions.list();
    if (answer.kind === 'value') this.setData({ devices: rowsOf(answer.value, words.devices, Date.now()) });
    return answer;
  },

  async revoke({ sessionId, title }: DeviceRow): Promise<Answer<unknown>> {
    const answer = await sessions.revoke(sessionId);
    if (answer.kind === 'refused' && answer.refusal.code === 'not-found') return this.readAgain();
    if (answer.kind === 'value') this.take(sessionId, fill(words.devices.signedOutThere, { device: title }));
    return answer;
  },

  take(sessionId: Opaque, result: string) {
    this.setData({ result, devices: this.data.devices.filter((device) => device.sessionId !== sessionId) });
  },

  /** The device was signed out before: what is on the screen is old. */
  async readAgain(): Promise<Answer<unknown>> {
    const answer = await this.read();
    if (answer.kind === 'value') this.setData({ result: words.devices.alreadyGone });
    return answer;
  },

  forget() {
    if (this.data.view.name === 'working') return;
    this.setData({ result: '' });
    this.show(viewOf(session.account()));
  },

  async work(attempt: Attempt) {
    if (this.data.view.name === 'working') return;
    lastAttempt = attempt;
    this.setData({ result: '' });
    const before = session.account();
    const everywhere = attempt === sessions.signOutEverywhere || (before.kind === 'signed-in' && before.leaving === 'everywhere');
    this.show(workingOn(before));
    this.show(await viewAfter(attempt, session.account));
    // Signed out by the person, here or everywhere: only home has something for her.
    if (this.data.view.name === 'idle') goHome(everywhere ? 'signed-out-everywhere' : undefined);
  },

  show(view: View) {
    this.setData(shown(view, words, Date.now()));
  },
});
