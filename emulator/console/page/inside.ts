// Opens an address as WeChat's own browser shows it to a person: in a window the size of a phone.
import { element, label } from './dom';
import type { PhoneView } from './phone';
import type { Tab } from './tabs';
import { siteOrigin, weChatPage } from './hosts';

const PHONE_WINDOW = 'noopener,width=390,height=800';

export interface InsideTab extends Tab { /** Puts an address there, to be opened. */ offer(address: string): void }

/** The site's host marks the window, WeChat's host the person, and then it goes where it was sent. */
function entrance(person: string, address: string): string {
  return `${siteOrigin()}/emulator-inside?${new URLSearchParams({ to: weChatPage('/emulator-inside', { person, to: address }) })}`;
}

function note(chinese: string, english: string, ...more: (Node | string)[]): HTMLElement {
  return element('p', { class: 'inside__note' }, chinese, element('span', { lang: 'en' }, english), ...more);
}

export function insideTab(phone: PhoneView): InsideTab {
  const address = element('input', { id: 'inside-address', type: 'url', autocomplete: 'off', spellcheck: 'false', value: `${siteOrigin()}/`, 'aria-label': '网址 Address' });
  const whose = element('strong', { id: 'inside-person' });
  const agent = element('code', { class: 'inside__agent', id: 'inside-agent' });
  const form = element('form', { class: 'scan__form' }, address, element('button', { type: 'submit', class: 'button button--brand', id: 'open-inside' }, ...label('在微信里打开', 'Open in WeChat')));

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const person = phone.person();
    if (person !== null) window.open(entrance(person, address.value.trim()), '_blank', PHONE_WINDOW);
  });
  async function refresh(): Promise<void> {
    const person = phone.person() ?? '';
    whose.textContent = person;
    agent.textContent = `${navigator.userAgent} MicroMessenger/8.0.50 LocalPerson/${person}`;
  }

  const title = element('h3', { class: 'scan__title' }, '以 ', whose, ' 的微信打开一个网页 ', element('small', { lang: 'en' }, "Open a page in this person's WeChat"));
  const body = element('div', { class: 'scan' }, title, form,
    note('一个手机大小的窗口：本地网站的页面在那里看到的浏览器就是微信。一个浏览器同时只是一个人的微信。', "A window the size of a phone, where the local site's pages find WeChat's browser. A browser is one person's WeChat at a time."),
    note('别的网站：请在开发者工具里改用这个 User-Agent', 'Other sites: take this User-Agent in the developer tools', agent));
  return { id: 'inside', chinese: '微信里的网页', english: 'In WeChat', body, refresh, offer(to) { address.value = to; } };
}
