// The phone in its frame: whose it is, which of her devices, and which mini program runs on it.
import type { App } from './api';
import { element, held } from './dom';

const LANGUAGES = [['zh_CN', '中文'], ['en', 'English']] as const;
const LANGUAGE = 'workbench.language';
/** 扫描小程序码. @see 场景值列表, developers.weixin.qq.com */
const SCANNED = 1047;
const DEVICES = ['phone-1', 'phone-2'] as const;

/** Remembered for this tab; the browser's own until one is chosen. */
function languageChoice(): HTMLSelectElement {
  const chosen = sessionStorage.getItem(LANGUAGE) ?? (/^zh\b/i.test(navigator.language) ? 'zh_CN' : 'en');
  const made = element('select', { 'aria-label': '手机语言 Language of the phone' }, ...LANGUAGES.map(([value, name]) => element('option', { value, selected: value === chosen }, name)));
  made.addEventListener('change', () => sessionStorage.setItem(LANGUAGE, made.value));
  return made;
}

export interface PhoneView {
  /** Whose phone it is; null before anybody is chosen. */
  person(): string | null;
  /** Shows another page than the mini program. */
  show(address: string): void;
  /** Opens the mini program by a code that was scanned, at its page: 'pages/scan/scan?scene=x'. */
  scanned(app: string, page: string): void;
  choose(person: string): void;
  offer(apps: App[]): void;
  /** Opens the mini program again, as after it was killed. */
  restart(): void;
}

export function openPhone(): PhoneView {
  const frame = held('phone') as HTMLIFrameElement;
  const device = element('select', { 'aria-label': '设备 Device' }, ...DEVICES.map((name) => element('option', { value: name }, name)));
  const app = element('select', { class: 'phone-choice__app', 'aria-label': '小程序 Mini program' });
  const language = languageChoice();
  let person: string | null = null;

  function show(address: string): void {
    const fresh = frame.cloneNode() as HTMLIFrameElement; // a changed hash alone would not reload, and a new frame leaves no history entry
    fresh.src = address;
    held('phone').replaceWith(fresh);
  }

  /** `hash`: a page, after the number of WeChat's scene where something opens it. */
  function open(hash: string): void {
    if (person === null) return;
    const query = new URLSearchParams({ person, device: device.value, language: language.value, ...(app.value ? { app: app.value } : {}) });
    show(`/phone?${query}#${hash}`);
  }
  const restart = () => open('/pages/home/home');

  const again = element('button', { type: 'button', class: 'button', id: 'restart' }, '重新打开 ', element('small', { lang: 'en' }, 'Reopen'));
  again.addEventListener('click', restart);
  device.addEventListener('change', restart);
  app.addEventListener('change', restart);
  language.addEventListener('change', restart);
  held('phone-choice').append(device, app, language, again);

  return {
    person: () => person,
    show,
    scanned(appid, page) { app.value = appid; open(`${SCANNED}/${page}`); },
    choose(name) { person = name; restart(); },
    offer(apps) {
      const minis = apps.filter(({ kind }) => kind === 'mini-program');
      app.replaceChildren(...minis.map(({ appid, name }) => element('option', { value: appid, title: appid }, name === appid ? appid : `${name} · ${appid.slice(-2)}`)));
      app.hidden = minis.length < 2;
    },
    restart,
  };
}
