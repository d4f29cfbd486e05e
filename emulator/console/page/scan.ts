// The phone's camera: scans what a desktop shows.
import { type Scanned, type ShownCode, world } from './api';
import { button, element, label } from './dom';
import { weChatPage } from './hosts';
import type { PhoneView } from './phone';
import { nothing, type Tab } from './tabs';

const STATES: Record<string, string> = { waiting: '等待扫描 waiting', scanned: '已扫描 scanned', refused: '已拒绝 refused' };

function wordsOf(code: ShownCode): { name: string; state: string; key: string } {
  if (code.kind === 'mini-program') return { name: `${code.page}?scene=${code.scene}`, state: '小程序码 mini-program code', key: code.scene };
  return { name: `${code.uuid} · ${code.app}`, state: [STATES[code.status] ?? code.status, code.person ?? ''].join(' ').trim(), key: code.uuid };
}

/** `attempt` runs what a button does and shows what went wrong; `follow` takes a link that a code held. */
export function scanTab(phone: PhoneView, attempt: (work: () => Promise<unknown>) => void, follow: (address: string) => void): Tab {
  const list = element('ul', { class: 'codes', id: 'shown-codes' });
  const content = element('input', { id: 'scan-content', autocomplete: 'off', spellcheck: 'false', placeholder: '粘贴或拖入二维码的内容 Paste or drop what the code says', 'aria-label': '二维码的内容 Content of the code' });
  let shown = '';

  function opened(person: string, scanned: Scanned): void {
    if (scanned.kind === 'login') phone.show(weChatPage('/connect/confirm', { uuid: scanned.uuid, person }));
    else if (scanned.kind === 'mini-program') phone.scanned(scanned.app, `${scanned.page}?scene=${encodeURIComponent(scanned.scene)}`);
    else follow(scanned.url);
  }

  function scan(text: string): void {
    const person = phone.person();
    if (person !== null) attempt(async () => { opened(person, await world.scan(person, text)); await refresh(); });
  }

  function row(code: ShownCode): HTMLElement {
    const { name, state, key } = wordsOf(code);
    return element('li', { class: 'code' }, element('code', { title: name }, name), element('span', { class: 'code__state' }, state),
      button(label('扫一扫', 'Scan'), () => scan(code.content), { 'data-scan-code': key }));
  }

  async function refresh(): Promise<void> {
    const { codes } = await world.codes();
    const text = JSON.stringify(codes);
    if (text === shown) return;
    shown = text;
    list.replaceChildren(...(codes.length === 0 ? [nothing('桌面上没有二维码。', 'The desktop shows no code.')] : codes.map(row)));
  }

  const form = element('form', { class: 'scan__form' }, content, element('button', { type: 'submit', class: 'button', id: 'scan' }, ...label('扫一扫', 'Scan')));
  form.addEventListener('submit', (event) => { event.preventDefault(); scan(content.value.trim()); });
  const body = element('div', { class: 'scan' }, form, element('h3', { class: 'scan__title' }, ...label('桌面上的二维码', 'What the desktop shows')), list);
  return { id: 'scan', chinese: '扫一扫', english: 'Scan', body, refresh };
}
