// The phone in its frame: whose it is, which of her devices, and which mini program runs on it.
import type { App } from './api';
import { element, held } from './dom';

const DEVICES = ['phone-1', 'phone-2'] as const;

export interface PhoneView {
  choose(person: string): void;
  offer(apps: App[]): void;
  /** Opens the mini program again, as after it was killed. */
  restart(): void;
}

export function openPhone(): PhoneView {
  const frame = held('phone') as HTMLIFrameElement;
  const device = element('select', { 'aria-label': '设备 Device' }, ...DEVICES.map((name) => element('option', { value: name }, name)));
  const app = element('select', { 'aria-label': '小程序 Mini program' });
  let person: string | null = null;

  function restart(): void {
    if (person === null) return;
    const query = new URLSearchParams({ person, device: device.value, ...(app.value ? { app: app.value } : {}) });
    const fresh = frame.cloneNode() as HTMLIFrameElement; // a changed hash alone would not reload, and a new frame leaves no history entry
    fresh.src = `/phone?${query}#/pages/home/home`;
    held('phone').replaceWith(fresh);
  }

  const again = element('button', { type: 'button', class: 'button', id: 'restart' }, '重新打开 ', element('small', { lang: 'en' }, 'Reopen'));
  again.addEventListener('click', restart);
  device.addEventListener('change', restart);
  app.addEventListener('change', restart);
  held('phone-choice').append(device, app, again);

  return {
    choose(name) { person = name; restart(); },
    offer(apps) {
      const minis = apps.filter(({ kind }) => kind === 'mini-program');
      app.replaceChildren(...minis.map(({ appid, name }) => element('option', { value: appid, title: appid }, name === appid ? appid : `${name} · ${appid.slice(-2)}`)));
    },
    restart,
  };
}
